// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.media.UnusedTrack;
import org.camquay.api.stream.Stream;
import org.camquay.api.stream.StreamRequest;
import org.camquay.api.stream.StreamState;
import org.camquay.api.stream.Track;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream as its readers know it: tracks that stay while the {@link SourceLink} comes and goes. What it decides, it decides
 * under its lock; drivers and readers are called without. Thread: any.
 */
final class LiveStream implements Stream {
    private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);
    private final StreamRequest request;
    private final long id;
    private final Core core;
    private final Consumer<LiveStream> onClosed;
    private final TrackList tracks;
    private final SourceLink source;
    private final Audience audience;
    private volatile Companions companions = Companions.NONE;
    private volatile boolean known;

    LiveStream(StreamRequest request, long id, Core core, Consumer<LiveStream> onClosed) {
        this.request = request;
        this.id = id;
        this.core = core;
        this.onClosed = onClosed;
        this.tracks = new TrackList(this, core);
        this.source = new SourceLink(this, request, core, tracks);
        this.audience = new Audience(core, tracks);
    }

    /** Becomes one quality of a group. */
    void accompany(Companions others) {
        companions = others;
    }

    /** Whether it is read. */
    boolean read() {
        return tracks.read();
    }

    /** Whether its tracks are known. */
    boolean known() {
        return known;
    }

    void start() {
        source.connect();
    }

    /** Where its frames come from. */
    SourceLink source() {
        return source;
    }

    /** Its tracks are known; returns who waits for them. Under its lock. */
    List<CompletableFuture<List<Track>>> becameKnown() {
        known = true;
        return audience.release();
    }

    /** Readers came or went: a lazy source is opened, or looked after in a while. */
    void readersChanged() {
        lookAfterReaders();
        companions.readersChanged();
    }

    /** Opens a lazy source that is wanted, and looks after one that is not in a while. */
    void lookAfterReaders() {
        if (!request.lazy()) {
            return;
        }
        boolean present;
        synchronized (this) {
            present = audience.present() || companions.read();
            if (state() == StreamState.CLOSED) {
                return;
            }
            if (present) {
                audience.callOffCheck();
            } else {
                audience.checkLater(this::closeIfIdle);
            }
        }
        if (present && state() == StreamState.IDLE) {
            source.connect();
        }
    }

    private void closeIfIdle() {
        SourceFeed unused;
        synchronized (this) {
            if (state() == StreamState.CLOSED || state() == StreamState.IDLE) {
                return;
            }
            if (wanted()) {
                audience.checkLater(this::closeIfIdle);
                return;
            }
            unused = source.abandon(StreamState.IDLE, "nobody watches");
        }
        if (unused != null) {
            tracks.disconnect(unused);
            core.workers().execute(unused::close);
        }
    }

    /** Whether somebody reads it, or will soon. */
    boolean wanted() {
        return !request.lazy() || audience.presentOrExpected() || companions.read();
    }

    @Override
    public CompletionStage<List<Track>> open() {
        var future = new CompletableFuture<List<Track>>();
        synchronized (this) {
            if (state() == StreamState.CLOSED) {
                return CompletableFuture.failedStage(new CaptureException("stream '" + name() + "' is shut down"));
            }
            if (known) {
                audience.expect();
                future.complete(tracks());
            } else {
                audience.await(future);
            }
            if (request.lazy()) {
                audience.checkLater(this::closeIfIdle);
            }
        }
        if (state() == StreamState.IDLE) {
            source.connect();
        }
        return future;
    }

    /** Ends it for good; its source is closed before this returns. Idempotent. */
    void close(String reason) {
        SourceFeed last;
        List<CompletableFuture<List<Track>>> disappointed;
        synchronized (this) {
            if (state() == StreamState.CLOSED) {
                return;
            }
            last = source.abandon(StreamState.CLOSED, reason);
            audience.callOffCheck();
            disappointed = audience.release();
        }
        onClosed.accept(this);
        if (last != null) {
            last.closeInTime();
        }
        tracks.each(SourceTrack::end);
        disappointed.forEach(f -> f.completeExceptionally(new CaptureException(name() + ": " + reason)));
        LOG.info("stream closed: {} ({})", name(), reason);
    }

    void codecsChanged() {
        tracks.each(SourceTrack::codecsChanged);
    }

    @Override
    public String name() {
        return request.name();
    }

    @Override
    public String group() {
        return request.group();
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public URI uri() {
        return request.uri();
    }

    @Override
    public StreamState state() {
        return source.state();
    }

    @Override
    public String status() {
        return source.sentence();
    }

    @Override
    public Instant since() {
        return source.status().since(core.timers());
    }

    @Override
    public List<Track> tracks() {
        return tracks.all();
    }

    @Override
    public List<UnusedTrack> unusedTracks() {
        return source.unusedTracks();
    }
}
