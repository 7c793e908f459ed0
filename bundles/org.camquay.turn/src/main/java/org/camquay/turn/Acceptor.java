// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.camquay.net.NetLoop;

/** Accepts TCP connections and deals them out to the loops. */
final class Acceptor implements NetLoop.Ready {
    private static final int BATCH = 32;

    private final ServerSocketChannel socket;
    private final List<Connections> loops;
    private final ConnectionQuota quota;
    private final TurnCounters counters;
    private final boolean secure;
    private int next;
    private SelectionKey pausing;

    Acceptor(
            ServerSocketChannel socket,
            List<Connections> loops,
            ConnectionQuota quota,
            TurnCounters counters,
            boolean secure) {
        this.socket = socket;
        this.loops = loops;
        this.quota = quota;
        this.counters = counters;
        this.secure = secure;
    }

    /** Begins to accept, on a loop. */
    void start(Lane loop) {
        loop.register(socket, SelectionKey.OP_ACCEPT, this);
        loop.sweep(now -> {
            if (pausing != null && pausing.isValid()) {
                pausing.interestOps(SelectionKey.OP_ACCEPT);
            }
            pausing = null;
        });
    }

    @Override
    public void ready(SelectionKey key) {
        try {
            for (int i = 0; i < BATCH; i++) {
                var channel = socket.accept();
                if (channel == null) {
                    return;
                }
                accept(channel);
            }
        } catch (IOException outOfDescriptors) {
            // It would be ready again at once; the next sweep tries again.
            counters.increment(Count.CONNECTIONS_REFUSED);
            key.interestOps(0);
            pausing = key;
        }
    }

    private void accept(SocketChannel channel) throws IOException {
        var remote = (InetSocketAddress) channel.getRemoteAddress();
        if (remote == null || !quota.take(remote.getAddress())) {
            counters.increment(Count.CONNECTIONS_REFUSED);
            close(channel);
            return;
        }
        next = (next + 1) % loops.size();
        var target = loops.get(next);
        target.loop().execute(() -> target.open(channel, remote, secure));
    }

    static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException ignored) {
            // Gone is gone.
        }
    }
}
