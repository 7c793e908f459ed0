// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.time.Instant;
import java.util.List;
import org.camquay.api.ice.IceServer;
import org.camquay.api.net.EventLoop;

/** Renews a peer's STUN and TURN servers before the credentials run out. Lives on the session's loop. */
final class ServerRenewal {
    private final EventLoop loop;
    private final PeerServers servers;
    private final Negotiator negotiator;
    private List<IceServer> gatheredWith = List.of();
    private EventLoop.Timer timer;
    private boolean closed;

    ServerRenewal(EventLoop loop, PeerServers servers, Negotiator negotiator) {
        this.loop = loop;
        this.servers = servers;
        this.negotiator = negotiator;
    }

    /** Candidates are gathered with the present servers, whose credentials count from now on. */
    void onGathering() {
        gatheredWith = servers.current();
        schedule();
    }

    private void schedule() {
        if (timer != null) {
            timer.cancel();
        }
        if (!closed) {
            timer = loop.schedule(
                    this::renew,
                    TimeLimit.renewAfter(gatheredWith, Instant.now()).toNanos());
        }
    }

    private void renew() {
        negotiator
                .refreshServers()
                .thenRun(() -> loop.execute(() -> {
                    schedule();
                    if (!closed && !servers.current().equals(gatheredWith)) {
                        negotiator.onFreshServers();
                    }
                }));
    }

    void close() {
        closed = true;
        if (timer != null) {
            timer.cancel();
        }
    }
}
