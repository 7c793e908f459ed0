// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.net.InetAddress;
import java.util.List;
import org.camquay.net.Cidr;
import org.camquay.net.OwnAddresses;

/** Which peers clients may reach: what is allowed, else not what is denied and nothing of this machine. Thread: any. */
final class PeerFilter {
    enum Verdict {
        ALLOWED,
        DENIED,
        /** An address of our relays: only ports that are relayed now. */
        RELAYED
    }

    private final List<Cidr> allow;
    private final List<Cidr> deny;
    private final RelayAddresses relays;
    private final OwnAddresses own = new OwnAddresses();

    PeerFilter(List<Cidr> allow, List<Cidr> deny, RelayAddresses relays) {
        this.allow = List.copyOf(allow);
        this.deny = List.copyOf(deny);
        this.relays = relays;
    }

    Verdict verdict(InetAddress peer) {
        if (within(allow, peer)) {
            return Verdict.ALLOWED;
        } else if (relays.contain(peer)) {
            return Verdict.RELAYED;
        }
        boolean denied = peer.isAnyLocalAddress() || own.contain(peer) || within(deny, peer);
        return denied ? Verdict.DENIED : Verdict.ALLOWED;
    }

    /** Looks again at the machine's addresses, which come and go. May block for a moment. */
    void refresh() {
        own.refresh();
    }

    private static boolean within(List<Cidr> blocks, InetAddress peer) {
        for (var block : blocks) {
            if (block.contains(peer)) {
                return true;
            }
        }
        return false;
    }
}
