// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.turn;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.camquay.stun.AddressFamily;
import org.camquay.stun.AttributeType;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMessageBuilder;

/**
 * What a server gave (RFC 8656 §7).
 *
 * @param relayed its addresses, one for each family, at least one
 * @param mapped ours as it sees it
 */
record Allocated(List<InetSocketAddress> relayed, InetSocketAddress mapped) {
    private static final long LEAST_LIFETIME = 30;
    private static final long LONGEST_LIFETIME = 3600;

    /** What the request for it says. */
    static void ask(StunMessageBuilder builder, TurnOrder.Family family) {
        builder.add(AttributeType.REQUESTED_TRANSPORT, AttributeType.UDP);
        switch (family) {
            case IPV4 -> {}
            case IPV6 -> builder.add(AttributeType.REQUESTED_ADDRESS_FAMILY, AddressFamily.IPV6);
            case BOTH -> builder.add(AttributeType.ADDITIONAL_ADDRESS_FAMILY, AddressFamily.IPV6);
        }
    }

    /** Empty if the response does not say what was allocated. */
    static Optional<Allocated> of(StunMessage response) {
        var relayed = response.attributes(AttributeType.XOR_RELAYED_ADDRESS).stream()
                .filter(address -> address.getPort() > 0)
                .limit(2)
                .toList();
        return response.attribute(AttributeType.XOR_MAPPED_ADDRESS)
                .filter(mapped -> !relayed.isEmpty())
                .map(mapped -> new Allocated(relayed, mapped));
    }

    /** How long it is there, in seconds, whatever the server says within reason. */
    static long lifetime(StunMessage response) {
        long seconds = response.attribute(AttributeType.LIFETIME).orElse(600L);
        return Math.max(LEAST_LIFETIME, Math.min(seconds, LONGEST_LIFETIME));
    }
}
