// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.camquay.api.capture.CaptureDriver;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.media.MediaKind;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.media.UnusedTrack;
import org.camquay.api.stream.StreamRequest;
import org.camquay.api.stream.StreamState;
import org.camquay.api.stream.Track;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream's source: opened when it is wanted, lost, opened again. What it decides, it decides under the stream's lock;
 * drivers and readers are called without. Thread: any.
 */
final class SourceLink {
    private static final Logger LOG = LoggerFactory.getLogger(SourceLink.class);

    /** Also the lock. */
    private final LiveStream stream;

    private final StreamRequest request;
    private final Core core;
    private final TrackList tracks;
    private final Timeline timeline;
    private final Retries retries;
    private final Guard guard;
    private volatile SourceFeed feed;
    private volatile Status status;
    private volatile List<UnusedTrack> unused = List.of();

    SourceLink(LiveStream stream, StreamRequest request, Core core, TrackList tracks) {
        this.stream = stream;
        this.request = request;
        this.core = core;
        this.tracks = tracks;
        this.timeline = new Timeline(core.timers());
        this.retries = new Retries(request.name(), core);
        this.guard = new Guard(request.name());
        this.status =
                new Status(StreamState.IDLE, "nobody watches", core.timers().nanoTime());
    }

    Status status() {
        return status;
    }

    StreamState state() {
        return status.state();
    }

    /** Opens the source, if it is wanted and there is a driver. */
    void connect() {
        SourceFeed next;
        synchronized (stream) {
            retries.cancel();
            if (state() == StreamState.CLOSED || feed != null) {
                return;
            }
            if (!stream.wanted()) {
                become(StreamState.IDLE, "nobody watches");
                return;
            }
            CaptureDriver driver = core.drivers().best(scheme()).orElse(null);
            if (driver == null) {
                become(StreamState.WAITING, "no driver opens '" + scheme() + ":' sources; waiting for one");
                return;
            }
            next = new SourceFeed(this, driver, guard);
            feed = next;
            become(StreamState.CONNECTING, "opening " + CaptureRequest.redacted(request.uri()));
        }
        var timeout = core.settings().get().sourceTimeout();
        core.workers()
                .execute(() ->
                        next.open(new CaptureRequest(request.name(), request.uri(), request.forceTcp(), timeout)));
    }

    /** The source is open; its tracks are known. */
    void opened(SourceFeed by) {
        List<CompletableFuture<List<Track>>> told;
        synchronized (stream) {
            if (feed != by) {
                return;
            }
            retries.opened();
            guard.clear();
            become(StreamState.LIVE, "live");
            unused = by.unusedTracks();
            told = stream.becameKnown();
        }
        LOG.info("stream live: {} (from {})", request.name(), CaptureRequest.redacted(request.uri()));
        told.forEach(future -> future.complete(tracks.all()));
        tracks.each(track -> track.out().repeatTargetBitrate());
        stream.readersChanged();
    }

    /** The source could not be opened, or has ended. */
    void lost(SourceFeed by, String reason) {
        synchronized (stream) {
            if (feed != by) {
                return;
            }
            feed = null;
            if (state() == StreamState.LIVE) {
                retries.lived();
            }
            if (request.keepAlive() && stream.wanted()) {
                become(StreamState.WAITING, retries.later(reason, this::connect));
            } else {
                become(StreamState.IDLE, reason);
            }
        }
        tracks.disconnect(by);
        core.workers().execute(by::close);
        if (!request.keepAlive()) {
            stream.close(reason);
        }
    }

    /** A driver came that claims our scheme: worth an attempt now. */
    void driverCame() {
        synchronized (stream) {
            if (state() != StreamState.WAITING || core.drivers().best(scheme()).isEmpty()) {
                return;
            }
            retries.reset();
        }
        connect();
    }

    /** A driver goes: its source is closed before this returns, and the next best driver is asked. */
    void driverGone(CaptureDriver driver) {
        SourceFeed abandoned;
        synchronized (stream) {
            abandoned = feed;
            if (abandoned == null || abandoned.driver() != driver) {
                return;
            }
            feed = null;
            retries.reset();
        }
        tracks.disconnect(abandoned);
        abandoned.close();
        LOG.info("driver went away: {} (the tracks are muted)", request.name());
        connect();
    }

    /** Gives up the source, if there is one: who calls closes it, after the lock. Under the stream's lock. */
    SourceFeed abandon(StreamState to, String why) {
        var last = feed;
        feed = null;
        retries.cancel();
        become(to, why);
        return last;
    }

    private void become(StreamState to, String why) {
        status = status.next(to, why, core.timers().nanoTime());
    }

    private String scheme() {
        return Objects.requireNonNullElse(request.uri().getScheme(), "").toLowerCase(Locale.ROOT);
    }

    /** The n-th track of a kind, for the present source; null for one that was abandoned. */
    SourceTrack adopt(SourceFeed by, MediaKind kind, int n) {
        synchronized (stream) {
            if (feed != by) {
                return null;
            }
            SourceTrack track = tracks.nth(kind, n);
            track.out().connect(by);
            return track;
        }
    }

    /** What the present source has besides its tracks; that of the last one stands until the next has opened. */
    void noteUnused(SourceFeed by) {
        synchronized (stream) {
            if (feed == by) {
                unused = by.unusedTracks();
            }
        }
    }

    List<UnusedTrack> unusedTracks() {
        return unused;
    }

    void noteFormat(TrackFormat format) {
        tracks.note(format);
    }

    boolean feeds(SourceFeed by) {
        return feed == by;
    }

    Timeline timeline() {
        return timeline;
    }

    void requestKeyFrame() {
        SourceFeed now = feed;
        if (now != null) {
            now.requestKeyFrame();
        }
    }

    /** Tells the source's encoder what viewers can take; returns whether it follows. */
    boolean setTargetBitrate(int bitsPerSecond) {
        SourceFeed now = feed;
        return now != null && now.setTargetBitrate(bitsPerSecond);
    }
}
