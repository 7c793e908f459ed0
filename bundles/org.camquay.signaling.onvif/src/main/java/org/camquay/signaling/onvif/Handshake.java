// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.camquay.onvif.OnvifMethod;

/** A client's WebSocket handshake (RFC 6455 §4.1): the request, and what the answer must be. */
final class Handshake {
    /** Longest head of an answer, in octets. */
    static final int MAX_HEAD = 16 * 1024;

    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String key;

    Handshake() {
        var nonce = new byte[16];
        RANDOM.nextBytes(nonce);
        key = Base64.getEncoder().encodeToString(nonce);
    }

    /** The request; an empty token goes without saying. */
    ByteBuffer request(URI url, String token) {
        if ((token + url).chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new IllegalArgumentException("a URL or token that cannot stand in a header");
        }
        var head = new StringBuilder("GET ").append(url.getRawPath());
        head.append(url.getRawQuery() == null ? "" : "?" + url.getRawQuery()).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(host(url)).append("\r\n");
        head.append("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n");
        head.append("Sec-WebSocket-Key: ").append(key).append("\r\n");
        head.append("Sec-WebSocket-Protocol: ").append(OnvifMethod.SUB_PROTOCOL).append("\r\n");
        if (!token.isEmpty()) {
            head.append("Authorization: Bearer ").append(token).append("\r\n");
        }
        return ByteBuffer.wrap(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static String host(URI url) {
        return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
    }

    /** Whether what came so far holds the whole head of the answer; its length then, else -1. */
    static int end(ByteBuffer octets) {
        for (int i = octets.position(); i + 3 < octets.limit(); i++) {
            if (octets.get(i) == '\r'
                    && octets.get(i + 1) == '\n'
                    && octets.get(i + 2) == '\r'
                    && octets.get(i + 3) == '\n') {
                return i + 4 - octets.position();
            }
        }
        return -1;
    }

    /**
     * Takes the head of the answer.
     *
     * @throws IOException a {@link HandshakeException} if it is HTTP, but no WebSocket of ours
     */
    void check(String head) throws IOException {
        var lines = head.split("\r\n");
        var first = lines[0].split(" ", 3);
        if (!first[0].startsWith("HTTP/1.") || first.length < 2 || !first[1].matches("\\d{3}")) {
            throw new IOException("no HTTP server answers there");
        }
        var fields = new HashMap<String, List<String>>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                fields.computeIfAbsent(lines[i].substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                        .add(lines[i].substring(colon + 1).strip());
            }
        }
        int status = Integer.parseInt(first[1]);
        if (status != 101) {
            throw new HandshakeException(status, retryAfter(fields), "HTTP status " + status);
        }
        var protocols = fields.getOrDefault("sec-websocket-protocol", List.of());
        if (!one(fields, "upgrade").equalsIgnoreCase("websocket")
                || !one(fields, "connection").toLowerCase(Locale.ROOT).contains("upgrade")
                || !one(fields, "sec-websocket-accept").equals(accept())
                || fields.containsKey("sec-websocket-extensions")
                || !(protocols.isEmpty() || protocols.equals(List.of(OnvifMethod.SUB_PROTOCOL)))) {
            throw new HandshakeException(status, Duration.ZERO, "no WebSocket as it was asked for");
        }
    }

    private static String one(Map<String, List<String>> fields, String name) {
        var values = fields.getOrDefault(name, List.of());
        return values.size() == 1 ? values.get(0) : "";
    }

    private static Duration retryAfter(Map<String, List<String>> fields) {
        var text = one(fields, "retry-after"); // a date is left out: this device's clock may be wrong
        return text.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(text)) : Duration.ZERO;
    }

    private String accept() {
        try {
            var hash = MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-1", e);
        }
    }
}
