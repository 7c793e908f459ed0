// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.camquay.ice.turn.TurnAllocation;
import org.camquay.ice.turn.TurnOrder;

/** One TURN URL of an agent: its addresses tried in turn until one allocates. */
final class Relay {
    /** What comes of it. */
    interface Listener {
        /** A relayed candidate is there. */
        void onRelayed(Relay relay, RelayTransport base, Candidate candidate);

        /** It will have no candidates; says why. */
        void onUnavailable(Relay relay, String reason);

        /** Its candidates are no more. */
        void onLost(Relay relay, List<RelayTransport> bases, String reason);
    }

    private final AgentSetup setup;
    private final Servers.Entry entry;
    private final int localPreference;
    private final TurnOrder.Family family;
    private final Listener listener;
    private final Inbox.Reader reader;
    private final List<RelayTransport> bases = new ArrayList<>();
    private final List<Candidate> candidates = new ArrayList<>();
    private Iterator<InetAddress> addresses;
    private TurnAllocation allocation;
    private String failure = "";
    private boolean closed;

    Relay(
            AgentSetup setup,
            Servers.Entry entry,
            int localPreference,
            TurnOrder.Family family,
            Listener listener,
            Inbox.Reader reader) {
        this.setup = setup;
        this.entry = entry;
        this.localPreference = localPreference;
        this.family = family;
        this.listener = listener;
        this.reader = reader;
    }

    Servers.Entry entry() {
        return entry;
    }

    void open() {
        setup.resolver().resolve(entry.url().host(), setup.loop(), this::onResolved);
    }

    private void onResolved(HostResolver.Resolution found) {
        if (!closed) {
            failure = found.failure();
            addresses = found.addresses().iterator();
            tryNext();
        }
    }

    private void tryNext() {
        if (!addresses.hasNext()) {
            listener.onUnavailable(this, failure);
            return;
        }
        var server = new InetSocketAddress(addresses.next(), entry.url().port());
        var order = new TurnOrder(entry.url(), server, entry.username(), entry.credential(), family);
        allocation = new TurnAllocation(setup.loop(), setup.links(), order, setup.challenges(), new FromAllocation());
    }

    /** Whether it was allocated, but with no IPv6 address. */
    boolean lacksIpv6() {
        return isAllocated()
                && bases.stream().noneMatch(base -> base.localAddress().getAddress() instanceof Inet6Address);
    }

    boolean isAllocated() {
        return !bases.isEmpty();
    }

    /** Tells its candidates again, to another generation. */
    void announce() {
        for (int i = 0; i < bases.size(); i++) {
            listener.onRelayed(this, bases.get(i), candidates.get(i));
        }
    }

    /** What the server refused to relay. */
    Optional<String> denial() {
        return Optional.ofNullable(allocation).flatMap(TurnAllocation::denial);
    }

    /** Gives the allocation back. Idempotent. */
    void close() {
        closed = true;
        if (allocation != null) {
            allocation.close();
        }
    }

    private final class FromAllocation implements TurnAllocation.Listener {
        @Override
        public void onAllocated(List<InetSocketAddress> relayed, InetSocketAddress mapped) {
            for (var address : relayed) {
                var base = new RelayTransport(allocation, address, entry.url().transport(), localPreference, reader);
                bases.add(base);
                candidates.add(Candidate.relayed(base, mapped, entry.url().toString()));
            }
            announce();
        }

        @Override
        public void onFailed(String reason) {
            failure = reason;
            if (!closed) {
                tryNext();
            }
        }

        @Override
        public void onLost(String reason) {
            var lost = List.copyOf(bases);
            bases.clear();
            candidates.clear();
            listener.onLost(Relay.this, lost, reason);
        }

        @Override
        public void onPacket(InetSocketAddress peer, ByteBuffer packet) {
            for (var base : bases) {
                if (base.canReach(peer)) {
                    base.onPacket(peer, packet);
                    return;
                }
            }
        }
    }
}
