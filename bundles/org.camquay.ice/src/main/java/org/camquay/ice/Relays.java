// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.Inet6Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.camquay.api.net.EventLoop;
import org.camquay.ice.turn.TurnOrder;
import org.camquay.net.Addresses;

/** The TURN allocations of one agent; they outlive an ICE restart as long as their servers and users stay. */
final class Relays implements Relay.Listener {
    /** What comes of them. */
    interface Listener {
        void onRelayed(RelayTransport base, Candidate candidate, String url);

        /** {@link #isPending} may have changed. */
        void onRelaysChange();

        void onRelayLost(RelayTransport base);
    }

    /** How long TURN over TCP and TLS waits for TURN over UDP, which is better and often there. */
    private static final Duration STAGGER = Duration.ofMillis(100);

    private static final int TOP_PREFERENCE = 65_535;

    private final AgentSetup setup;
    private final Journal journal;
    private final Listener listener;
    private final Inbox.Reader reader;
    private final List<Relay> relays = new ArrayList<>();
    private final List<Relay> waiting = new ArrayList<>();
    private final Set<Relay> pending = new HashSet<>();
    private final Set<Servers.Entry> askedForIpv6 = new HashSet<>();
    private EventLoop.Timer stagger;
    private int opened;

    Relays(AgentSetup setup, Journal journal, Listener listener, Inbox.Reader reader) {
        this.setup = setup;
        this.journal = journal;
        this.listener = listener;
        this.reader = reader;
    }

    /** A generation gathers: asks the servers that are new, and tells what is there already. */
    void gather(List<Servers.Entry> entries) {
        var wanted = entries.stream().filter(Servers.Entry::isTurn).toList();
        for (var relay : List.copyOf(relays)) {
            if (wanted.contains(relay.entry())) {
                relay.announce();
            }
        }
        for (var entry : wanted) {
            if (relays.stream().noneMatch(relay -> relay.entry().equals(entry))) {
                add(entry);
            }
        }
        openNext();
    }

    private void add(Servers.Entry entry) {
        waiting.add(add(entry, hasIpv6() ? TurnOrder.Family.BOTH : TurnOrder.Family.IPV4));
    }

    private Relay add(Servers.Entry entry, TurnOrder.Family family) {
        // RFC 8445 §5.1.2.2: no two alike; the order they were given in is the order of preference.
        var relay = new Relay(setup, entry, TOP_PREFERENCE - opened++ % 1000, family, this, reader);
        relays.add(relay);
        pending.add(relay);
        return relay;
    }

    /** The peer can be reached over IPv6, and not yet otherwise: asks for such addresses where there are none. */
    void addIpv6() {
        for (var relay : List.copyOf(relays)) {
            if (relay.lacksIpv6() && askedForIpv6.add(relay.entry())) {
                add(relay.entry(), TurnOrder.Family.IPV6).open();
            }
        }
    }

    private boolean hasIpv6() {
        return setup.bases().get().stream()
                .anyMatch(
                        base -> base.localAddress().getAddress() instanceof Inet6Address ip && !ip.isLoopbackAddress());
    }

    private void openNext() {
        for (var relay : List.copyOf(waiting)) {
            if (relay.entry().isUdp()) {
                open(relay);
            }
        }
        boolean udpMayCome = pending.stream().anyMatch(relay -> relay.entry().isUdp());
        if (!udpMayCome) {
            openRest();
        } else if (stagger == null && !waiting.isEmpty()) {
            stagger = setup.loop().schedule(this::openRest, STAGGER.toNanos());
        }
    }

    private void open(Relay relay) {
        if (!waiting.remove(relay)) {
            // What became of one before it has opened it already.
            return;
        }
        journal.asking(relay.entry().text());
        relay.open();
    }

    private void openRest() {
        stagger = null;
        boolean udp = relays.stream().anyMatch(relay -> relay.entry().isUdp() && relay.isAllocated());
        for (var relay : List.copyOf(waiting)) {
            if (udp && waiting.contains(relay)) {
                drop(relay);
                journal.failed(relay.entry().text(), "not asked: TURN over UDP works, which is better");
            } else {
                open(relay);
            }
        }
        listener.onRelaysChange();
    }

    private void drop(Relay relay) {
        waiting.remove(relay);
        pending.remove(relay);
        relays.remove(relay);
    }

    /** Whether some may yet have candidates. */
    boolean isPending() {
        return !pending.isEmpty();
    }

    boolean isEmpty() {
        return relays.isEmpty();
    }

    /** What the servers refused to relay. */
    List<String> denials() {
        return relays.stream().flatMap(relay -> relay.denial().stream()).toList();
    }

    /** Gives back the allocations of servers other than these: a restart has replaced them. */
    void retain(List<Servers.Entry> entries) {
        for (var relay : List.copyOf(relays)) {
            if (!entries.contains(relay.entry())) {
                drop(relay);
                relay.close();
            }
        }
    }

    void close() {
        if (stagger != null) {
            stagger.cancel();
        }
        waiting.clear();
        pending.clear();
        relays.forEach(Relay::close);
        relays.clear();
        askedForIpv6.clear();
    }

    @Override
    public void onRelayed(Relay relay, RelayTransport base, Candidate candidate) {
        pending.remove(relay);
        journal.answered(relay.entry().text(), "relays at " + Addresses.text(candidate.address()));
        listener.onRelayed(base, candidate, relay.entry().text());
        listener.onRelaysChange();
    }

    @Override
    public void onUnavailable(Relay relay, String reason) {
        journal.failed(relay.entry().text(), reason);
        drop(relay);
        if (!waiting.isEmpty()) {
            openNext();
        }
        listener.onRelaysChange();
    }

    @Override
    public void onLost(Relay relay, List<RelayTransport> bases, String reason) {
        journal.lost(relay.entry().text(), reason);
        drop(relay);
        bases.forEach(listener::onRelayLost);
    }
}
