// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Predicate;
import org.camquay.net.SpecialNetworks;

/**
 * Where checks may go just because the peer names the place. Without this, whoever may watch could have packets sent, and
 * connections opened, to services of this machine and its links. Where the peer's own check comes from, with the right
 * password, it is always answered and checked in turn. Policy. Thread: any.
 *
 * @param own whether an address is this machine's
 */
record CheckTargets(Predicate<InetAddress> own) {
    /** For a viewer's agent, whose peer is a device that it trusts, perhaps on the same machine. */
    static final CheckTargets ELSEWHERE = new CheckTargets(address -> false);

    /** Below are the well-known services, and no browser listens there. */
    private static final int FIRST_TCP_PORT = 1024;

    /** Whether the peer can be where it says; {@code bases} are those of ours, of which one on loopback allows loopback. */
    boolean isPlace(Candidate remote, List<? extends Transport> bases) {
        if (remote.protocol() == Protocol.TCP_PASSIVE && remote.address().getPort() < FIRST_TCP_PORT) {
            return false;
        }
        var address = remote.address().getAddress();
        return address.isLoopbackAddress()
                ? bases.stream().anyMatch(CheckTargets::isOnLoopback)
                : !SpecialNetworks.isNowhere(address);
    }

    /** Whether a check may go from this base there; what leaves from a TURN server is not on this machine any more. */
    boolean permit(Transport base, Candidate remote) {
        var address = remote.address().getAddress();
        return address.isLoopbackAddress() ? isOnLoopback(base) : base instanceof RelayTransport || !own.test(address);
    }

    private static boolean isOnLoopback(Transport base) {
        return base.localAddress().getAddress().isLoopbackAddress();
    }
}
