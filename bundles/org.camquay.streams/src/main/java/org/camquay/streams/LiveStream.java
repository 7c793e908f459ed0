// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.camquay.api.capture.CaptureDriver;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.media.MediaKind;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.stream.Stream;
import org.camquay.api.stream.StreamRequest;
import org.camquay.api.stream.StreamState;
import org.camquay.api.stream.Track;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream and its source: opened, lost, opened again, while its tracks stay. What it decides, it decides under its
 * lock; drivers and readers are called without. Thread: any.
 */
final class LiveStream implements Stream {
    private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);
    private final StreamRequest request;
    private final long id;
    private final Core core;
    private final Consumer<LiveStream> onClosed;
    private final Timeline timeline;
    private final Retries retries;
    private final TrackList tracks;
    private final Audience audience;
    private volatile SourceFeed feed;
    private volatile Status status;
    private volatile Companions companions = Companions.NONE;
    private volatile boolean known;

    LiveStream(StreamRequest request, long id, Core core, Consumer<LiveStream> onClosed) {
        this.request = request;
        this.id = id;
        this.core = core;
        this.onClosed = onClosed;
        this.timeline = new Timeline(core.timers());
        this.retries = new Retries(request.name(), core);
        this.tracks = new TrackList(this, core);
        this.audience = new Audience(core, tracks);
        this.status =
                new Status(StreamState.IDLE, "nobody watches", core.timers().instant());
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
        connect();
    }

    /** Opens the source, if it is wanted and there is a driver. */
    private void connect() {
        SourceFeed next;
        synchronized (this) {
            retries.cancel();
            if (state() == StreamState.CLOSED || feed != null) {
                return;
            }
            if (!wanted()) {
                become(StreamState.IDLE, "nobody watches");
                return;
            }
            CaptureDriver driver = core.drivers().best(scheme()).orElse(null);
            if (driver == null) {
                become(StreamState.WAITING, "no driver opens '" + scheme() + ":' sources; waiting for one");
                return;
            }
            next = new SourceFeed(this, driver);
            feed = next;
            become(StreamState.CONNECTING, "opening " + CaptureRequest.redacted(uri()));
        }
        var timeout = core.settings().get().sourceTimeout();
        core.workers().execute(() -> next.open(new CaptureRequest(name(), uri(), request.forceTcp(), timeout)));
    }

    /** The source is open; its tracks are known. */
    void opened(SourceFeed by) {
        List<CompletableFuture<List<Track>>> told;
        synchronized (this) {
            if (feed != by) {
                return;
            }
            known = true;
            retries.opened();
            become(StreamState.LIVE, "live");
            told = audience.release();
        }
        LOG.info("{}: live from {}", name(), CaptureRequest.redacted(uri()));
        told.forEach(future -> future.complete(tracks()));
        tracks.each(track -> track.out().repeatTargetBitrate());
        readersChanged();
    }

    /** The source could not be opened, or has ended. */
    void lost(SourceFeed by, String reason) {
        synchronized (this) {
            if (feed != by) {
                return;
            }
            feed = null;
            if (state() == StreamState.LIVE) {
                retries.lived();
            }
            if (request.keepAlive() && wanted()) {
                become(StreamState.WAITING, retries.later(reason, this::connect));
            } else {
                become(StreamState.IDLE, reason);
            }
        }
        tracks.disconnect(by);
        core.workers().execute(by::close);
        if (!request.keepAlive()) {
            close(reason);
        }
    }

    /** A driver came that claims our scheme: worth an attempt now. */
    void driverCame() {
        synchronized (this) {
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
        synchronized (this) {
            abandoned = feed;
            if (abandoned == null || abandoned.driver() != driver) {
                return;
            }
            feed = null;
            retries.reset();
        }
        tracks.disconnect(abandoned);
        abandoned.close();
        LOG.info("{}: its driver went away; its tracks are muted", name());
        connect();
    }

    /** The n-th track of a kind, for the present source; null for one that was abandoned. */
    synchronized SourceTrack adopt(SourceFeed by, MediaKind kind, int n) {
        if (feed != by) {
            return null;
        }
        SourceTrack track = tracks.nth(kind, n);
        track.out().connect(by);
        return track;
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
            connect();
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
            retries.cancel();
            unused = feed;
            feed = null;
            become(StreamState.IDLE, "nobody watches");
        }
        if (unused != null) {
            tracks.disconnect(unused);
            core.workers().execute(unused::close);
        }
    }

    private boolean wanted() {
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
            connect();
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
            become(StreamState.CLOSED, reason);
            retries.cancel();
            audience.callOffCheck();
            last = feed;
            feed = null;
            disappointed = audience.release();
        }
        onClosed.accept(this);
        if (last != null) {
            last.close();
        }
        tracks.each(SourceTrack::end);
        disappointed.forEach(f -> f.completeExceptionally(new CaptureException(name() + ": " + reason)));
        LOG.info("{}: closed: {}", name(), reason);
    }

    void codecsChanged() {
        tracks.each(SourceTrack::codecsChanged);
    }

    private void become(StreamState to, String why) {
        status = status.next(to, why, core.timers().instant());
    }

    private String scheme() {
        return Objects.requireNonNullElse(uri().getScheme(), "").toLowerCase(Locale.ROOT);
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
        return status.state();
    }

    @Override
    public String status() {
        Status now = status;
        return now.state() == StreamState.LIVE && tracks.reordered()
                ? "live; has B-frames, which browsers cannot play over RTP, and is converted"
                : now.sentence();
    }

    @Override
    public Instant since() {
        return status.since();
    }

    @Override
    public List<Track> tracks() {
        return tracks.all();
    }
}
