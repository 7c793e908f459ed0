// SPDX-License-Identifier: Apache-2.0
package org.camquay.net;

import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which addresses of this machine media may use. Thread: any. */
public final class LocalAddresses {
    private LocalAddresses() {}

    /** Those of all interfaces that are up; loopback only if there is nothing else. Blocks for a moment. */
    public static List<InetAddress> ofInterfaces(AddressFilter filter) {
        var found = new ArrayList<InetAddress>();
        try {
            NetworkInterface.networkInterfaces()
                    .filter(each -> filter.admitsInterface(each.getName()) && isUp(each))
                    .forEach(each -> each.inetAddresses().filter(filter::admits).forEach(found::add));
        } catch (SocketException | UncheckedIOException e) {
            return List.of(InetAddress.getLoopbackAddress());
        }
        return choose(found);
    }

    private static boolean isUp(NetworkInterface each) {
        try {
            return each.isUp();
        } catch (SocketException e) {
            return false;
        }
    }

    /** The usable ones in the order of preference: by turns of IPv6 and IPv4 (RFC 8421 §4), IPv4 link-local last. */
    public static List<InetAddress> choose(List<InetAddress> all) {
        var usable = all.stream()
                .filter(address -> !(address instanceof Inet6Address && address.isLinkLocalAddress()))
                .filter(address -> !address.isMulticastAddress() && !address.isAnyLocalAddress())
                .distinct()
                .sorted(Comparator.comparing(InetAddress::isLinkLocalAddress).thenComparing(Addresses::text))
                .toList();
        var outside =
                usable.stream().filter(address -> !address.isLoopbackAddress()).toList();
        return byTurns(outside.isEmpty() ? usable : outside);
    }

    private static List<InetAddress> byTurns(List<InetAddress> addresses) {
        var six = addresses.stream().filter(Inet6Address.class::isInstance).toList();
        var four = addresses.stream()
                .filter(address -> !(address instanceof Inet6Address))
                .toList();
        var mixed = new ArrayList<InetAddress>();
        for (int i = 0; i < Math.max(six.size(), four.size()); i++) {
            if (i < six.size()) {
                mixed.add(six.get(i));
            }
            if (i < four.size()) {
                mixed.add(four.get(i));
            }
        }
        return mixed;
    }
}
