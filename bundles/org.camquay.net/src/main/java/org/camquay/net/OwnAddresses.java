// SPDX-License-Identifier: Apache-2.0
package org.camquay.net;

import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** All addresses of this machine, used by us or not, and those by which its links reach all of their hosts. Thread: any. */
public final class OwnAddresses {
    private volatile Set<InetAddress> known = Set.of();

    /** As they are now; {@link #refresh} looks again. */
    public OwnAddresses() {
        refresh();
    }

    /** Whether this machine answers to that address, or all of one of its links do. */
    public boolean contain(InetAddress address) {
        return known.contains(withoutScope(address));
    }

    /** Looks again, since addresses come and go. May block for a moment. */
    public void refresh() {
        var found = new HashSet<InetAddress>();
        try {
            NetworkInterface.networkInterfaces().forEach(each -> {
                each.inetAddresses().map(OwnAddresses::withoutScope).forEach(found::add);
                each.getInterfaceAddresses().stream()
                        .map(InterfaceAddress::getBroadcast)
                        .filter(Objects::nonNull)
                        .forEach(found::add);
            });
            known = Set.copyOf(found);
        } catch (SocketException ignored) {
            // What was known stays.
        }
    }

    /** {@code fe80::1%eth0} is the same as {@code fe80::1} to a stranger. */
    private static InetAddress withoutScope(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
