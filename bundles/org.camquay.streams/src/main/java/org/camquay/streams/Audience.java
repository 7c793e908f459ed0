// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.camquay.api.stream.Track;

/** Who reads a stream, or has said that it will. Used under the stream's lock. */
final class Audience {
    // A caller of open() that nothing came of is taken to have given up.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Core core;
    private final TrackList tracks;
    private final List<CompletableFuture<List<Track>>> waiting = new ArrayList<>();
    private Runnable cancelCheck = () -> {};
    private long expectedUntil;

    Audience(Core core, TrackList tracks) {
        this.core = core;
        this.tracks = tracks;
        this.expectedUntil = core.timers().nanoTime();
    }

    boolean present() {
        return tracks.read();
    }

    /** Whether there are readers, or will be soon. */
    boolean presentOrExpected() {
        return present() || core.timers().nanoTime() - expectedUntil < 0;
    }

    /** Somebody wants to read tracks that are known. */
    void expect() {
        expectedUntil = core.timers().nanoTime() + core.settings().get().idle().toNanos();
    }

    /** Somebody wants to read tracks that are not known yet, and is told when they are. */
    void await(CompletableFuture<List<Track>> told) {
        expectedUntil = core.timers().nanoTime() + PATIENCE.toNanos();
        waiting.add(told);
    }

    /** Those who wait, no longer. */
    List<CompletableFuture<List<Track>>> release() {
        List<CompletableFuture<List<Track>>> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    /** Looks after the stream in a while, unless called off or set anew. */
    void checkLater(Runnable check) {
        callOffCheck();
        cancelCheck = core.timers().schedule(check, core.settings().get().idle().toNanos());
    }

    void callOffCheck() {
        cancelCheck.run();
    }
}
