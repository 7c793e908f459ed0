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

/** The TCP and TLS connections of one loop. */
final class Connections {
    private final TurnLoop loop;
    private final Requests requests;
    private final TurnCounters counters;
    private final ConnectionQuota quota;
    private final Certificates certificates;
    private final Executor work;
    private final Set<StreamLink> links = new HashSet<>();

    /** @param certificates null without TLS */
    Connections(
            TurnLoop loop,
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

    TurnLoop loop() {
        return loop;
    }

    Requests requests() {
        return requests;
    }

    TurnCounters counters() {
        return counters;
    }

    TlsLayer tls(StreamOutput output) {
        return new TlsLayer(certificates.engine(), output, loop, work);
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
