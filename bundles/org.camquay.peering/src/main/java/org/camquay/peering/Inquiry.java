// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.camquay.api.ice.IceReport;
import org.camquay.api.peer.PeerEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks sessions on their loops, and waits for the answers for a second at most. Thread: any. */
final class Inquiry {
    private static final Logger LOG = LoggerFactory.getLogger(Inquiry.class);

    private Inquiry() {}

    /** Lists them; a peer whose loop does not answer in time is left out. */
    static List<PeerEntry> entries(Collection<PeerSession> sessions) {
        var asked = sessions.stream().map(PeerSession::entry).toList();
        var entries = new ArrayList<PeerEntry>(asked.size());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        for (var entry : asked) {
            try {
                // One limit for all: a loop that hangs may have many of them.
                long left = Math.max(0, end - System.nanoTime());
                entries.add(entry.toCompletableFuture().get(left, TimeUnit.NANOSECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return entries;
            } catch (ExecutionException | TimeoutException e) {
                LOG.debug("A loop does not answer, and its peer is left out", e);
            }
        }
        return entries;
    }

    /** How a peer's connection came about; empty if its loop does not answer. */
    static Optional<IceReport> iceReport(PeerSession session) {
        try {
            return Optional.of(session.iceReport().toCompletableFuture().get(1, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("The loop of peer {} does not answer", session.id(), e);
        }
        return Optional.empty();
    }

    /** Asks for an ICE restart. Empty if one is on its way, else a sentence why not. */
    static Optional<String> restart(OfferingNegotiator negotiator) {
        try {
            return negotiator.restartIce().toCompletableFuture().get(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("Peer {}: its loop does not answer", negotiator.session().id(), e);
            return Optional.of("its loop does not answer: try again");
        }
    }
}
