// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit.net;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiPredicate;
import org.camquay.testkit.FakeEventLoop;

/**
 * UDP between virtual sockets on one loop's virtual time, the same each time for the same seed. Packets arrive on the
 * loop, never within {@code send}. Thread: one.
 */
public final class VirtualNetwork {
    private static final int FIRST_EPHEMERAL = 49_152;

    private final FakeEventLoop loop;
    private final Random random;
    private final Map<InetSocketAddress, VirtualSocket> sockets = new HashMap<>();
    private final List<VirtualNat> nats = new ArrayList<>();
    private Duration delay = Duration.ofMillis(1);
    private double loss;
    private BiPredicate<InetSocketAddress, InetSocketAddress> blocked = (from, to) -> false;
    private int nextPort = FIRST_EPHEMERAL;
    private long sent;

    public VirtualNetwork(FakeEventLoop loop, long seed) {
        this.loop = loop;
        this.random = new Random(seed);
    }

    /** How long each packet takes. */
    public void delay(Duration oneWay) {
        delay = oneWay;
    }

    /** The same. */
    public Duration delay() {
        return delay;
    }

    /** How many of all packets are lost, 0 to 1. */
    public void loss(double share) {
        loss = share;
    }

    /** Packets from the first to the second address are lost where this says so. */
    public void block(BiPredicate<InetSocketAddress, InetSocketAddress> way) {
        blocked = way;
    }

    /** Puts a router between the addresses inside it and all others. */
    public void add(VirtualNat nat) {
        nats.add(nat);
    }

    /** Packets sent so far, lost ones too. */
    public long sent() {
        return sent;
    }

    /** Binds a socket; port 0 is any. */
    public VirtualSocket open(InetSocketAddress local) throws BindException {
        var bound = local.getPort() == 0 ? new InetSocketAddress(local.getAddress(), nextPort++) : local;
        var socket = new VirtualSocket(this, bound);
        if (sockets.putIfAbsent(bound, socket) != null) {
            throw new BindException("Address already in use");
        }
        return socket;
    }

    void close(VirtualSocket socket) {
        sockets.remove(socket.localAddress(), socket);
    }

    void send(InetSocketAddress from, InetSocketAddress to, ByteBuffer packet) {
        var copy = ByteBuffer.allocate(packet.remaining()).put(packet).flip();
        sent++;
        if (blocked.test(from, to) || random.nextDouble() < loss) {
            return;
        }
        var source = outbound(from, to);
        if (source.isPresent()) {
            loop.schedule(() -> arrive(source.get(), from, to, copy), delay.toNanos());
        }
    }

    private Optional<InetSocketAddress> outbound(InetSocketAddress from, InetSocketAddress to) {
        for (var nat : nats) {
            if (nat.isInside(from.getAddress()) && !nat.isInside(to.getAddress())) {
                return nat.outbound(from, to);
            }
        }
        return Optional.of(from);
    }

    private void arrive(InetSocketAddress source, InetSocketAddress from, InetSocketAddress to, ByteBuffer packet) {
        var target = to;
        for (var nat : nats) {
            if (nat.isOutside(to.getAddress())) {
                var inside = nat.inbound(to, source);
                if (inside.isEmpty()) {
                    return;
                }
                target = inside.get();
            } else if (nat.isInside(to.getAddress()) && !nat.isInside(from.getAddress())) {
                // A private address means nothing outside.
                return;
            }
        }
        var socket = sockets.get(target);
        if (socket != null) {
            socket.deliver(source, packet);
        }
    }
}
