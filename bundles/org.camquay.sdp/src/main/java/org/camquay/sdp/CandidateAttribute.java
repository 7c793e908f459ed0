// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An ICE candidate line (RFC 8839 §5.1, TCP by RFC 6544 §4.5).
 *
 * @param foundation 1 to 32 characters
 * @param component 1 (RTP) to 256
 * @param priority 1 to 2³²−1 (0 is taken too)
 * @param address IPv4 or IPv6 address, or a name, {@code ….local} for mDNS
 * @param port 0 to 65535; 9 for an active TCP candidate
 * @param relatedAddress empty if not told; else the address this one was learned through
 * @param relatedPort 0 if not told
 * @param tcpType only for TCP
 * @param extensions all further pairs, in order
 */
public record CandidateAttribute(
        String foundation,
        int component,
        Transport transport,
        long priority,
        String address,
        int port,
        Type type,
        String relatedAddress,
        int relatedPort,
        Optional<TcpType> tcpType,
        List<Extension> extensions) {
    /** The transport protocol; W3C {@code RTCIceProtocol}. */
    public enum Transport {
        UDP,
        TCP
    }

    /** How the address was learned; W3C {@code RTCIceCandidateType}. */
    public enum Type {
        HOST,
        SRFLX,
        PRFLX,
        RELAY
    }

    /** Who opens the TCP connection; W3C {@code RTCIceTcpCandidateType}. */
    public enum TcpType {
        ACTIVE,
        PASSIVE,
        SO
    }

    /** A pair this library does not know, e.g. {@code generation 0}. */
    public record Extension(String name, String value) {}

    private static final int MAX_LENGTH = 1024;
    private static final int MAX_EXTENSIONS = 32;
    private static final Pattern FOUNDATION = Pattern.compile("[A-Za-z0-9+/]{1,32}");
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9._:-]{1,255}");

    public CandidateAttribute {
        extensions = List.copyOf(extensions);
    }

    /** Reads a candidate, with or without {@code a=} and {@code candidate:}; empty if it is malformed or of no use. */
    public static Optional<CandidateAttribute> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        var bare = text.strip();
        bare = bare.startsWith("a=") ? bare.substring(2) : bare;
        bare = bare.startsWith("candidate:") ? bare.substring("candidate:".length()) : bare;
        var words = bare.split(" +");
        if (words.length < 8 || words.length % 2 != 0 || !words[6].equals("typ")) {
            return Optional.empty();
        }
        var transport = constant(Transport.values(), words[2]);
        var type = constant(Type.values(), words[7]);
        var component = (int) Words.number(words[1], 256);
        var priority = Words.number(words[3], 0xffff_ffffL);
        var port = (int) Words.number(words[5], 65535);
        if (transport.isEmpty() || type.isEmpty() || component < 1 || priority < 0 || port < 0) {
            return Optional.empty();
        }
        if (!FOUNDATION.matcher(words[0]).matches()
                || !ADDRESS.matcher(words[4]).matches()) {
            return Optional.empty();
        }
        var plain = new CandidateAttribute(
                words[0],
                component,
                transport.get(),
                priority,
                words[4],
                port,
                type.get(),
                "",
                0,
                Optional.empty(),
                List.of());
        return plain.withPairs(words);
    }

    private Optional<CandidateAttribute> withPairs(String[] words) {
        var related = "";
        var relatedAt = 0L;
        Optional<TcpType> tcp = Optional.empty();
        var others = new ArrayList<Extension>();
        for (var i = 8; i < words.length; i += 2) {
            var value = words[i + 1];
            switch (words[i]) {
                case "raddr" -> related = ADDRESS.matcher(value).matches() ? value : null;
                case "rport" -> relatedAt = Words.number(value, 65535);
                case "tcptype" -> tcp = constant(TcpType.values(), value);
                default -> others.add(new Extension(words[i], value));
            }
        }
        // a TCP candidate says who connects (RFC 6544 §4.5)
        if (related == null || relatedAt < 0 || others.size() > MAX_EXTENSIONS) {
            return Optional.empty();
        }
        if (tcp.isPresent() != (transport == Transport.TCP)) {
            return Optional.empty();
        }
        return Optional.of(new CandidateAttribute(
                foundation,
                component,
                transport,
                priority,
                address,
                port,
                type,
                related,
                (int) relatedAt,
                tcp,
                others));
    }

    /** Whether the address is an mDNS name, which hides a host address (RFC 8828 §5.2). */
    public boolean mdns() {
        return address.toLowerCase(Locale.ROOT).endsWith(".local");
    }

    /** The value of an extension, e.g. {@code ufrag}. */
    public Optional<String> extension(String name) {
        return extensions.stream()
                .filter(e -> e.name().equals(name))
                .map(Extension::value)
                .findFirst();
    }

    /** The line as W3C {@code RTCIceCandidate.candidate} has it: {@code candidate:…}. */
    @Override
    public String toString() {
        var text =
                new StringBuilder("candidate:").append(foundation).append(' ').append(component);
        text.append(' ').append(word(transport)).append(' ').append(priority);
        text.append(' ')
                .append(address)
                .append(' ')
                .append(port)
                .append(" typ ")
                .append(word(type));
        if (!relatedAddress.isEmpty()) {
            text.append(" raddr ").append(relatedAddress).append(" rport ").append(relatedPort);
        }
        tcpType.ifPresent(t -> text.append(" tcptype ").append(word(t)));
        extensions.forEach(e -> text.append(' ').append(e.name()).append(' ').append(e.value()));
        return text.toString();
    }

    private static <E extends Enum<E>> Optional<E> constant(E[] values, String word) {
        for (var value : values) {
            if (value.name().equalsIgnoreCase(word)) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
