// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.camquay.stun.AddressFamily;

/** Opens relay sockets on random ports of a range, so that nobody can guess the next one. Thread: any. */
final class RelayPorts {
    private static final int TRIES = 500;

    private final int min;
    private final int max;
    private final Set<InetSocketAddress> live = ConcurrentHashMap.newKeySet();

    RelayPorts(int min, int max) {
        this.min = min;
        this.max = max;
    }

    /** Whether a local address is a relay's. */
    boolean isLive(InetSocketAddress local) {
        return live.contains(local);
    }

    /** A socket on any free port; empty if none was found. */
    Optional<DatagramChannel> open(InetAddress local) {
        int ports = max - min + 1;
        int start = ThreadLocalRandom.current().nextInt(ports);
        for (int i = 0; i < Math.min(ports, TRIES); i++) {
            var socket = open(local, min + (start + i) % ports);
            if (socket.isPresent()) {
                return socket;
            }
        }
        return Optional.empty();
    }

    /** A socket on an even port, and one on the next port if asked for. */
    Optional<DatagramChannel[]> openEven(InetAddress local, boolean withNext) {
        int first = min + (min & 1);
        int ports = (max - first - (withNext ? 1 : 0)) / 2 + 1;
        int start = ThreadLocalRandom.current().nextInt(Math.max(1, ports));
        for (int i = 0; i < Math.min(ports, TRIES); i++) {
            int port = first + (start + i) % ports * 2;
            var even = open(local, port);
            var next = even.isPresent() && withNext ? open(local, port + 1) : Optional.<DatagramChannel>empty();
            if (even.isPresent() && next.isPresent() == withNext) {
                return Optional.of(new DatagramChannel[] {even.get(), next.orElse(null)});
            }
            even.ifPresent(this::close);
        }
        return Optional.empty();
    }

    /** Closes a socket of ours. Idempotent. */
    void close(DatagramChannel socket) {
        try {
            live.remove(socket.getLocalAddress());
            socket.close();
        } catch (IOException ignored) {
            // Closed already.
        }
    }

    private Optional<DatagramChannel> open(InetAddress local, int port) {
        var address = new InetSocketAddress(local, port);
        if (!live.add(address)) {
            return Optional.empty();
        }
        DatagramChannel socket = null;
        try {
            socket = DatagramChannel.open(family(local));
            socket.configureBlocking(false);
            socket.bind(address);
            return Optional.of(socket);
        } catch (IOException taken) {
            live.remove(address);
            closeQuietly(socket);
            return Optional.empty();
        }
    }

    static StandardProtocolFamily family(InetAddress address) {
        return AddressFamily.of(address) == AddressFamily.IPV4
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6;
    }

    private static void closeQuietly(DatagramChannel socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException ignored) {
            // It was of no use anyway.
        }
    }
}
