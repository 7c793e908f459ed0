// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.camquay.stun.AddressFamily;

/**
 * At most one relay address per family. A peer that is relayed here too is reached at its local address, since not
 * every NAT turns packets back; its client knows it by the announced one. Thread: any.
 */
record RelayAddresses(List<RelayAddress> all) {

    RelayAddresses {
        all = List.copyOf(all);
        long families = all.stream().map(RelayAddress::family).distinct().count();
        if (families != all.size()) {
            throw new IllegalArgumentException("relayAddress: at most one IPv4 and one IPv6 address");
        }
    }

    Optional<RelayAddress> of(AddressFamily family) {
        return all.stream().filter(relay -> relay.family() == family).findFirst();
    }

    /** Whether relayed addresses look so, seen from either side. */
    boolean contain(InetAddress address) {
        for (var relay : all) {
            if (relay.announced().equals(address) || relay.local().equals(address)) {
                return true;
            }
        }
        return false;
    }

    /** Where packets for what the client calls {@code peer} go. */
    InetSocketAddress wire(InetSocketAddress peer) {
        for (var relay : all) {
            if (relay.announced().equals(peer.getAddress())) {
                return new InetSocketAddress(relay.local(), peer.getPort());
            }
        }
        return peer;
    }

    /** What the client calls the peer whose packets come from {@code wire}. */
    InetSocketAddress shown(InetSocketAddress wire) {
        for (var relay : all) {
            if (relay.local().equals(wire.getAddress())) {
                return new InetSocketAddress(relay.announced(), wire.getPort());
            }
        }
        return wire;
    }
}
