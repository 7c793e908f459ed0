// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import org.camquay.net.NetLoop;
import org.camquay.stun.AddressFamily;

/** A relayed transport address: between an allocation and its peers. */
final class RelaySocket implements NetLoop.Ready {
    private final DatagramChannel socket;
    private final Allocation allocation;
    private final Resources resources;
    private final Lane loop;
    private final InetSocketAddress announced;
    private final Burst burst = new Burst();
    private Route route = Route.NONE;

    /** What was found for the last packet's source; most packets come from where the one before came. */
    private record Route(InetSocketAddress source, int generation, Permission permission, Channel channel) {
        static final Route NONE = new Route(null, -1, null, null);
    }

    RelaySocket(DatagramChannel socket, InetSocketAddress announced, Allocation allocation, Lane loop) {
        this.socket = socket;
        this.announced = announced;
        this.allocation = allocation;
        this.resources = allocation.resources();
        this.loop = loop;
        loop.register(socket, SelectionKey.OP_READ, this);
    }

    /** What the client is told. */
    InetSocketAddress announced() {
        return announced;
    }

    AddressFamily family() {
        return AddressFamily.of(announced.getAddress());
    }

    /** Sends and consumes a client's packet. */
    void send(ByteBuffer packet, InetSocketAddress peer) {
        int octets = packet.remaining();
        if (!allocation.bandwidth().take(octets, loop.now())) {
            resources.counters().increment(Count.OVER_BANDWIDTH);
            return;
        }
        boolean sent;
        try {
            sent = socket.send(packet, peer) == octets;
        } catch (IOException unreachable) {
            sent = false;
        }
        if (sent) {
            resources.counters().increment(Count.PACKETS_TO_PEERS);
            resources.counters().add(Count.BYTES_TO_PEERS, octets);
        } else {
            resources.counters().increment(Count.SEND_FAILURES);
        }
    }

    @Override
    public void ready(SelectionKey key) throws IOException {
        int size = burst.size(loop.turn());
        for (int i = 0; i < size; i++) {
            var packet = loop.packet();
            var source = (InetSocketAddress) socket.receive(packet);
            if (source == null) {
                burst.drained(i);
                return;
            }
            relay(packet.limit(packet.position()).position(Lane.HEADROOM), source);
        }
    }

    void close() {
        resources.ports().close(socket);
    }

    private void relay(ByteBuffer packet, InetSocketAddress source) {
        long now = loop.now();
        if (source != route.source || route.generation != allocation.peers().generation()) {
            route = find(source, now);
        }
        if (route.permission == null || !route.permission.isLive(now)) {
            resources.counters().increment(Count.UNPERMITTED);
            return;
        }
        int octets = packet.remaining();
        if (!allocation.bandwidth().take(octets, now)) {
            resources.counters().increment(Count.OVER_BANDWIDTH);
            return;
        }
        var link = allocation.client().link();
        if (route.channel != null && route.channel.isLive(now)) {
            Frames.channelData(packet, route.channel.number(), link.stream());
        } else {
            Frames.dataIndication(packet, resources.relays().shown(source));
        }
        if (link.relay(packet)) {
            resources.counters().increment(Count.PACKETS_TO_CLIENTS);
            resources.counters().add(Count.BYTES_TO_CLIENTS, octets);
        } else {
            resources.counters().increment(link.stream() ? Count.SLOW_READER : Count.SEND_FAILURES);
        }
    }

    private Route find(InetSocketAddress source, long now) {
        var peers = allocation.peers();
        var permission = peers.permission(source.getAddress());
        if (permission != null && permission.relayed() && !resources.ports().isLive(source)) {
            permission = null;
        }
        return new Route(source, peers.generation(), permission, peers.channel(source, now));
    }
}
