// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camquay.api.capture.CaptureDriver;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.capture.Redaction;
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

    /** More threads than these are not given to a driver that does not return. */
    private static final int MOST_HANGING_CALLS = 3;

    private static final String HANGS = "the driver hangs: " + MOST_HANGING_CALLS
            + " calls have not returned; update or remove the driver, or restart the server";

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
    /** Calls into drivers that have not returned. */
    private final AtomicInteger calls = new AtomicInteger();

    /** The drivers that cannot read this source. Under the stream's lock. */
    private final Set<CaptureDriver> unable = Collections.newSetFromMap(new IdentityHashMap<>());

    private int patience = 1;

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

    /** What there is to say now, to the second. */
    String sentence() {
        Status now = status;
        SourceFeed by = feed;
        if (by == null || !by.opened()) {
            return now.sentence();
        }
        long nanos = core.timers().nanoTime();
        return switch (now.state()) {
            case LIVE ->
                Stream.of(now.sentence(), tracks.remark(), by.delivery().remark(nanos))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("; "));
            case CONNECTING -> by.delivery().waitingFor(nanos);
            default -> now.sentence();
        };
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
            CaptureDriver driver = driver().orElse(null);
            if (driver == null) {
                become(StreamState.WAITING, "no driver opens '" + scheme() + ":' sources; waiting for one");
                return;
            }
            if (calls.get() >= MOST_HANGING_CALLS) {
                become(StreamState.WAITING, retries.later(HANGS, this::connect));
                return;
            }
            var timeout = core.settings().get().sourceTimeout();
            var what = new CaptureRequest(request.name(), request.uri(), request.forceTcp(), timeout);
            next = new SourceFeed(this, driver, what, core, guard, patience);
            feed = next;
            become(StreamState.CONNECTING, "opening " + Redaction.of(request.uri()));
        }
        core.workers().execute(next::open);
    }

    AtomicInteger calls() {
        return calls;
    }

    /** The source is open; its tracks are known. The stream is live with the first frame only. */
    void opened(SourceFeed by) {
        List<CompletableFuture<List<Track>>> told;
        synchronized (stream) {
            if (feed != by) {
                return;
            }
            become(StreamState.CONNECTING, "waiting for the first frame");
            unused = by.unusedTracks();
            told = stream.becameKnown();
        }
        if (by.delivery().flows()) {
            flows(by);
        }
        told.forEach(future -> future.complete(tracks.all()));
        tracks.each(track -> track.out().repeatTargetBitrate());
        stream.readersChanged();
    }

    /** Frames flow that viewers can use. */
    void flows(SourceFeed by) {
        synchronized (stream) {
            if (feed != by || !by.opened() || state() != StreamState.CONNECTING) {
                return;
            }
            by.live(true);
            guard.clear();
            become(StreamState.LIVE, "live");
        }
        LOG.info("stream live: {} (from {})", request.name(), Redaction.of(request.uri()));
    }

    /** Nothing flows that viewers can use, although the source is open. */
    void starved(SourceFeed by, String sentence) {
        // Before the state: a key frame that comes meanwhile unmutes, and the next look makes it live again.
        by.mute(by.delivery().kind());
        synchronized (stream) {
            if (feed != by) {
                return;
            }
            by.live(false);
            become(StreamState.CONNECTING, sentence);
        }
        if (by.tellOnce()) {
            LOG.warn("source unusable: {} ({})", request.name(), sentence);
        }
    }

    /** There is a picture, and its sound stays away. */
    void soundSilent(SourceFeed by, String sentence) {
        if (feed == by) {
            by.mute(MediaKind.AUDIO);
            if (by.tellOnce()) {
                LOG.info("sound muted: {} ({})", request.name(), sentence);
            }
        }
    }

    /** The source does not deliver any more, and has not said that it ended. */
    void silent(SourceFeed by, String reason) {
        synchronized (stream) {
            if (feed == by) {
                // A source that is slow by nature gets more time with each attempt, until its rhythm is known.
                patience = by.delivery().rhythmKnown() ? 1 : Math.min(2 * patience, Delivery.MOST_PATIENCE);
            }
        }
        lost(by, reason);
    }

    /** The best driver that has not said that it cannot read this source. Under the stream's lock. */
    private Optional<CaptureDriver> driver() {
        return core.drivers().best(scheme(), driver -> !unable.contains(driver));
    }

    /** The driver cannot read what the source sends: the next one is asked at once, and from now on. */
    void unsupported(SourceFeed by, String reason) {
        synchronized (stream) {
            if (feed != by) {
                return;
            }
            unable.add(by.driver());
            if (driver().isEmpty()) {
                unable.clear();
                lost(by, reason);
                return;
            }
            feed = null;
        }
        LOG.info("another driver asked: {} ({})", request.name(), reason);
        tracks.disconnect(by);
        by.close();
        connect();
    }

    /** The source could not be opened, or has ended, or has fallen silent. */
    void lost(SourceFeed by, String reason) {
        synchronized (stream) {
            if (feed != by) {
                return;
            }
            feed = null;
            retries.lived(by.delivery().lived());
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
            unable.clear();
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
            unable.clear();
            if (abandoned == null || abandoned.driver() != driver) {
                return;
            }
            feed = null;
            retries.reset();
        }
        tracks.disconnect(abandoned);
        abandoned.closeInTime();
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
