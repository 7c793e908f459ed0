// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLException;
import org.camquay.tls.TlsLayer;

/** The TCP and TLS connections of one loop. */
final class Connections {
    private final Lane loop;
    private final Requests requests;
    private final TurnCounters counters;
    private final ConnectionQuota quota;
    private final Certificates certificates;
    private final Executor work;
    private final Set<StreamLink> links = new HashSet<>();

    /** @param certificates null without TLS */
    Connections(
            Lane loop,
            Requests requests,
            TurnCounters counters,
            ConnectionQuota quota,
            Certificates certificates,
            Executor work) {
        this.loop = loop;
        this.requests = requests;
        this.counters = counters;
        this.quota = quota;
        this.certificates = certificates;
        this.work = work;
        loop.sweep(now -> List.copyOf(links).forEach(link -> link.sweep(now)));
    }

    Lane loop() {
        return loop;
    }

    Requests requests() {
        return requests;
    }

    TurnCounters counters() {
        return counters;
    }

    TlsLayer tls(TlsLayer.Owner owner) throws SSLException {
        return new TlsLayer(certificates.engine(), loop.tlsBuffers(), owner);
    }

    /** Runs what takes long on another thread, and then {@code done} on the loop. */
    void compute(Runnable part, Runnable done) throws IOException {
        try {
            work.execute(() -> {
                try {
                    part.run();
                } finally {
                    loop.execute(done);
                }
            });
        } catch (RejectedExecutionException e) {
            throw new IOException("too many TLS handshakes at once", e);
        }
    }

    /** Takes over an accepted connection, for which a place in the quota was taken. */
    void open(SocketChannel channel, InetSocketAddress remote, boolean secure) {
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            links.add(new StreamLink(channel, remote, this, secure));
            counters.increment(Count.CONNECTIONS);
        } catch (IOException | RuntimeException e) {
            counters.increment(Count.CONNECTIONS_REFUSED);
            quota.release(remote.getAddress());
            Acceptor.close(channel);
        }
    }

    void gone(StreamLink link, Client client) {
        if (links.remove(link)) {
            quota.release(link.remote().getAddress());
        }
        requests.gone(client);
    }

    void close() {
        List.copyOf(links).forEach(StreamLink::close);
    }
}
