// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.camquay.api.net.EventLoop;
import org.camquay.api.peer.PeerConnection;
import org.camquay.api.peer.TryLaterException;
import org.camquay.api.stream.Stream;
import org.camquay.api.stream.Track;

/** The peer watches a stream: its tracks are sent. */
final class Watching implements SessionPart {
    private static final long OPENING = TimeUnit.SECONDS.toNanos(30);

    private final Stream stream;
    private final String name;
    private final EventLoop loop;
    private final Guard guard;
    private final CompletableFuture<Void> prepared = new CompletableFuture<>();
    private EventLoop.Timer limit;

    Watching(Stream stream, EventLoop loop, Guard guard) {
        this.stream = stream;
        this.name = stream.name();
        this.loop = loop;
        this.guard = guard;
    }

    @Override
    public String streamName() {
        return name;
    }

    @Override
    public CompletionStage<?> prepare(PeerConnection connection) {
        limit = loop.schedule(
                () -> prepared.completeExceptionally(new TryLaterException(
                        "stream " + name + " is not open yet: " + guard.ask("status", "", stream::status))),
                OPENING);
        guard.later("open", stream::open)
                .whenComplete((tracks, failure) -> loop.execute(() -> opened(connection, tracks, failure)));
        return prepared;
    }

    private void opened(PeerConnection connection, List<Track> tracks, Throwable failure) {
        limit.cancel();
        if (failure != null) {
            prepared.completeExceptionally(failure);
        } else if (!prepared.isDone()) {
            // Sound first: a browser that refuses the first bundled section may never start ICE (Firefox without
            // H.264).
            tracks.stream().sorted(Comparator.comparing(Track::kind)).forEach(connection::addTrack);
            prepared.complete(null);
        }
    }

    @Override
    public void close() {
        prepared.cancel(false);
        if (limit != null) {
            limit.cancel();
        }
    }
}
