// SPDX-License-Identifier: Apache-2.0
package org.camquay.net;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * The special-purpose networks (RFC 6890 and the IANA registries that it began). An IPv4-mapped IPv6 address is the IPv4
 * address to Java, and so to these lists. Thread: any.
 */
public final class SpecialNetworks {
    /**
     * Where no single host elsewhere is: this host and link, many hosts, nobody yet; and IPv6 addresses that stand for an
     * IPv4 address, of whatever kind (compatible, translated, NAT64, Teredo, 6to4).
     */
    public static final List<Cidr> NOWHERE = parse(
            "0.0.0.0/8",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "192.88.99.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::/96",
            "::ffff:0:0:0/96",
            "64:ff9b::/96",
            "64:ff9b:1::/48",
            "100::/64",
            "2001::/32",
            "2002::/16",
            "fe80::/10",
            "fec0::/10",
            "ff00::/8");

    /** Hosts that only their own network reaches, and addresses for documents and measurements. */
    public static final List<Cidr> NOT_GLOBAL = parse(
            "10.0.0.0/8",
            "100.64.0.0/10",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "2001::/23",
            "2001:db8::/32",
            "3fff::/20",
            "5f00::/16",
            "fc00::/7");

    private SpecialNetworks() {}

    /** Whether no single host elsewhere has this address; also true of this host's own loopback. */
    public static boolean isNowhere(InetAddress address) {
        return NOWHERE.stream().anyMatch(block -> block.contains(address));
    }

    private static List<Cidr> parse(String... blocks) {
        return Stream.of(blocks).map(Cidr::parse).toList();
    }
}
