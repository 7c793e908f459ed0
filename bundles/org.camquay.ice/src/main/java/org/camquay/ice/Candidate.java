// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A candidate of component 1 over UDP, ours or the peer's.
 *
 * @param related the base of a reflexive candidate, or null (RFC 8839 §5.1: raddr, rport)
 */
record Candidate(
        CandidateType type, String foundation, long priority, InetSocketAddress address, InetSocketAddress related) {

    /** The host candidate of a base. */
    static Candidate host(Transport base) {
        return local(CandidateType.HOST, base, base.localAddress(), null);
    }

    /** A candidate that a check of ours discovered, sent from a base. */
    static Candidate reflexive(Transport base, InetSocketAddress mapped) {
        return local(CandidateType.PRFLX, base, mapped, base.localAddress());
    }

    /** A candidate of the peer that a check of its discovered. */
    static Candidate discovered(InetSocketAddress remote, long priority) {
        return new Candidate(CandidateType.PRFLX, foundation("prflx-remote", remote), priority, remote, null);
    }

    private static Candidate local(
            CandidateType type, Transport base, InetSocketAddress address, InetSocketAddress related) {
        var foundation = foundation(type.word(), base.localAddress());
        return new Candidate(type, foundation, type.priority(base.localPreference()), address, related);
    }

    /** Our use of what the peer signaled; empty when it is a kind we do not use or an address we cannot reach. */
    static Optional<Candidate> usable(CandidateAttribute attribute) {
        if (!attribute.transport().equals("udp") || attribute.component() != 1) {
            return Optional.empty();
        }
        return CandidateType.of(attribute.type())
                .flatMap(type -> Addresses.literal(attribute.address())
                        .filter(address -> Addresses.isPeer(address, attribute.port()))
                        .map(address -> new Candidate(
                                type,
                                attribute.foundation(),
                                attribute.priority(),
                                new InetSocketAddress(address, attribute.port()),
                                null)));
    }

    /** The same for candidates of one kind from one base (RFC 8445 §5.1.1.3), and it tells nothing else. */
    private static String foundation(String kind, InetSocketAddress base) {
        var crc = new CRC32();
        crc.update((kind + " udp " + Addresses.text(base.getAddress())).getBytes(StandardCharsets.US_ASCII));
        return Long.toString(crc.getValue());
    }

    /** The candidate-attribute (RFC 8839 §5.1). */
    String attribute() {
        var text = new StringBuilder("candidate:")
                .append(foundation)
                .append(" 1 udp ")
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
        return text.toString();
    }
}
