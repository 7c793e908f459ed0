// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A router that translates UDP between the addresses behind it and one outside (RFC 4787). Thread: one. */
public final class VirtualNat {
    /** What it maps by, and whom it lets in; in the words of RFC 3489, which people use. */
    public enum Kind {
        /** No router: the address inside is the one outside. */
        OPEN,
        /** Lets everybody in. */
        FULL_CONE,
        /** Lets in whom a packet was sent to, whatever the port. */
        ADDRESS_RESTRICTED,
        /** Lets in the address and port a packet was sent to. */
        PORT_RESTRICTED,
        /** Has another port for each destination, and lets in only that. */
        SYMMETRIC,
        /** Lets no UDP through, TCP only. */
        UDP_BLOCKED
    }

    private record Mapping(InetSocketAddress inside, InetSocketAddress destination) {}

    private static final int FIRST_PORT = 20_000;

    private final Kind kind;
    private InetAddress outside;
    private final Set<InetAddress> inside;
    private final Map<Mapping, Integer> ports = new HashMap<>();
    private final Map<Integer, InetSocketAddress> insides = new HashMap<>();
    private final Map<Integer, Set<InetSocketAddress>> sentTo = new HashMap<>();
    private int nextPort = FIRST_PORT;

    /** A router with one address outside, for these inside. */
    public VirtualNat(Kind kind, InetAddress outside, List<InetAddress> inside) {
        this.kind = kind;
        this.outside = outside;
        this.inside = Set.copyOf(inside);
    }

    /** It gets another address outside, and has forgotten all mappings, as after a new lease of its provider. */
    public void rebind(InetAddress newOutside) {
        outside = newOutside;
        ports.clear();
        insides.clear();
        sentTo.clear();
    }

    /** Whether an address is behind it. */
    boolean isInside(InetAddress address) {
        return kind != Kind.OPEN && inside.contains(address);
    }

    boolean isOutside(InetAddress address) {
        return kind != Kind.OPEN && outside.equals(address);
    }

    /** Who a packet from inside seems to come from; empty if it is not let out. */
    Optional<InetSocketAddress> outbound(InetSocketAddress from, InetSocketAddress to) {
        if (kind == Kind.UDP_BLOCKED) {
            return Optional.empty();
        }
        var mapping = new Mapping(from, kind == Kind.SYMMETRIC ? to : null);
        int port = ports.computeIfAbsent(mapping, key -> nextPort++);
        insides.put(port, from);
        sentTo.computeIfAbsent(port, key -> new HashSet<>()).add(to);
        return Optional.of(new InetSocketAddress(outside, port));
    }

    /** Who inside gets a packet; empty if it is not let in. */
    Optional<InetSocketAddress> inbound(InetSocketAddress to, InetSocketAddress from) {
        var known = sentTo.getOrDefault(to.getPort(), Set.of());
        boolean let = switch (kind) {
            case OPEN, FULL_CONE -> true;
            case ADDRESS_RESTRICTED ->
                known.stream().anyMatch(other -> other.getAddress().equals(from.getAddress()));
            case PORT_RESTRICTED, SYMMETRIC -> known.contains(from);
            case UDP_BLOCKED -> false;
        };
        return let ? Optional.ofNullable(insides.get(to.getPort())) : Optional.empty();
    }
}
