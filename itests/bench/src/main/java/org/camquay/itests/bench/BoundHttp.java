// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * HTTP from an address of one's own, which the client of Java 17 cannot choose: the server bounds what one address gets, and
 * viewers come from many. A connection for each request. Blocks.
 */
final class BoundHttp {
    private static final int CONNECT_MILLIS = (int) TimeUnit.SECONDS.toMillis(5);
    private static final int READ_MILLIS = (int) TimeUnit.SECONDS.toMillis(30);

    private BoundHttp() {}

    /**
     * What the server says.
     *
     * @param headers by name in lower case; of several of one name the last
     */
    record Answer(int status, Map<String, String> headers, String body) {}

    /** Sends one request from an IPv4 address of this machine; no body for an empty one. */
    static Answer send(String from, URI server, String method, String path, String type, String body)
            throws IOException {
        try (var socket = new Socket()) {
            socket.bind(new InetSocketAddress(from, 0));
            socket.setSoTimeout(READ_MILLIS);
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), CONNECT_MILLIS);
            byte[] content = body.getBytes(StandardCharsets.UTF_8);
            var head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + server.getAuthority()
                    + "\r\nConnection: close\r\nContent-Length: " + content.length + "\r\n");
            if (content.length > 0) {
                head.append("Content-Type: ").append(type).append("\r\n");
            }
            var message = new ByteArrayOutputStream();
            message.write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
            message.write(content);
            socket.getOutputStream().write(message.toByteArray());
            return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Answer parse(String text) throws IOException {
        int end = text.indexOf("\r\n\r\n");
        var lines = text.substring(0, Math.max(0, end)).split("\r\n");
        var first = lines[0].split(" ", 3);
        if (end < 0 || first.length < 2) {
            throw new IOException("no answer: " + text.lines().findFirst().orElse("nothing"));
        }
        var headers = new HashMap<String, String>();
        for (int i = 1; i < lines.length; i++) {
            var parts = lines[i].split(":", 2);
            headers.put(parts[0].toLowerCase(Locale.ROOT), parts.length == 2 ? parts[1].strip() : "");
        }
        var rest = text.substring(end + 4);
        boolean chunked = headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked");
        return new Answer(Integer.parseInt(first[1]), headers, chunked ? joined(rest) : rest);
    }

    /** Chunks of ASCII, of which a description is. */
    private static String joined(String chunks) {
        var body = new StringBuilder();
        int at = 0;
        for (int line = chunks.indexOf("\r\n"); line >= 0; line = chunks.indexOf("\r\n", at)) {
            int size = Integer.parseInt(chunks.substring(at, line).split(";")[0].strip(), 16);
            if (size == 0) {
                break;
            }
            body.append(chunks, line + 2, line + 2 + size);
            at = line + 2 + size + 2;
        }
        return body.toString();
    }
}
