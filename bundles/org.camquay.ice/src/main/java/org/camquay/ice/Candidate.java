// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;
import org.camquay.net.Addresses;

/**
 * A candidate of component 1, ours or the peer's.
 *
 * @param related the base of a reflexive candidate, how the server sees the client of a relayed one, or null (RFC 8839 §5.1: raddr, rport)
 */
record Candidate(
        CandidateType type,
        Protocol protocol,
        String foundation,
        long priority,
        InetSocketAddress address,
        InetSocketAddress related) {

    /** The host candidate of a base. */
    static Candidate host(Transport base) {
        return local(CandidateType.HOST, base, base.localAddress(), null, "");
    }

    /** A candidate that a check of ours discovered, sent from a base. */
    static Candidate reflexive(Transport base, InetSocketAddress mapped) {
        return local(CandidateType.PRFLX, base, mapped, base.localAddress(), "");
    }

    /** A candidate that a STUN server told, asked from a base. */
    static Candidate serverReflexive(Transport base, InetSocketAddress mapped, InetSocketAddress server) {
        return local(CandidateType.SRFLX, base, mapped, base.localAddress(), Addresses.text(server));
    }

    /** A candidate on a TURN server, which sees us as {@code mapped}. */
    static Candidate relayed(Transport base, InetSocketAddress mapped, String server) {
        return local(CandidateType.RELAY, base, base.localAddress(), mapped, server);
    }

    /** A candidate of the peer that a check of its discovered. */
    static Candidate discovered(Protocol protocol, InetSocketAddress remote, long priority) {
        var foundation = foundation("prflx-remote", protocol, remote, "");
        return new Candidate(CandidateType.PRFLX, protocol, foundation, priority, remote, null);
    }

    private static Candidate local(
            CandidateType type, Transport base, InetSocketAddress address, InetSocketAddress related, String server) {
        var foundation = foundation(type.word(), base.protocol(), base.localAddress(), server);
        return new Candidate(type, base.protocol(), foundation, base.priority(type), address, related);
    }

    /** Our use of what the peer signaled; empty when it is a kind we do not use or an address we cannot reach. */
    static Optional<Candidate> usable(CandidateAttribute attribute) {
        var type = CandidateType.of(attribute.type());
        var protocol = Protocol.of(attribute.transport(), attribute.tcpType());
        var address = Addresses.literal(attribute.address())
                .filter(ip -> Addresses.isPeer(ip, attribute.port()))
                .map(ip -> new InetSocketAddress(ip, attribute.port()));
        // Active ones connect from a port of which only the connection itself tells (RFC 6544 §4.5).
        if (attribute.component() != 1
                || protocol.filter(each -> each == Protocol.TCP_ACTIVE).isPresent()
                || type.isEmpty()
                || protocol.isEmpty()
                || address.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Candidate(
                type.get(), protocol.get(), attribute.foundation(), attribute.priority(), address.get(), null));
    }

    /** The same for candidates of one kind from one base and server (RFC 8445 §5.1.1.3), and it tells nothing else. */
    private static String foundation(String kind, Protocol protocol, InetSocketAddress base, String server) {
        var text = kind + " " + protocol + " " + Addresses.text(base.getAddress()) + " " + server;
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toString(crc.getValue());
    }

    /** The candidate-attribute (RFC 8839 §5.1). */
    String attribute() {
        var text = new StringBuilder("candidate:")
                .append(foundation)
                .append(" 1 ")
                .append(protocol.word())
                .append(' ')
                .append(priority)
                .append(' ')
                .append(Addresses.text(address.getAddress()))
                .append(' ')
                .append(address.getPort())
                .append(" typ ")
                .append(type.word());
        if (related != null) {
            text.append(" raddr ")
                    .append(Addresses.text(related.getAddress()))
                    .append(" rport ")
                    .append(related.getPort());
        }
        if (!protocol.tcpType().isEmpty()) {
            text.append(" tcptype ").append(protocol.tcpType());
        }
        return text.toString();
    }
}
