// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.camquay.api.capture.CaptureDriver;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.capture.FrameSink;
import org.camquay.api.capture.MediaSource;
import org.camquay.api.capture.Redaction;
import org.camquay.api.capture.UnsupportedSourceException;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.MediaKind;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.media.UnusedTrack;
import org.camquay.streams.clock.SourceClock;

/**
 * One attempt of a stream to have a source, from opening to its end. Whatever an abandoned one still delivers is
 * dropped. Thread: any.
 */
final class SourceFeed implements FrameSink {
    private static final int MOST_UNUSED_TRACKS = 32;

    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final SourceLink link;
    private final CaptureDriver driver;
    private final CaptureRequest request;
    private final Core core;
    private final Guard guard;
    private final Delivery delivery;
    private final SourceWatch watch;
    private final SourceClock clock = new SourceClock();
    private final Map<Integer, SourceTrack> tracks = new ConcurrentHashMap<>();
    private final Map<MediaKind, Integer> kinds = new ConcurrentHashMap<>();
    private volatile List<UnusedTrack> unused = List.of();
    private MediaSource source;
    private Thread opener;
    private boolean closed;
    private volatile boolean opened;
    private volatile boolean live;
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * Makes one.
     *
     * @param patience how many times as long as usual the first frames may take
     */
    SourceFeed(SourceLink link, CaptureDriver driver, CaptureRequest request, Core core, Guard guard, int patience) {
        this.link = link;
        this.driver = driver;
        this.request = request;
        this.core = core;
        this.guard = guard;
        this.delivery = new Delivery(request.timeout(), patience);
        this.watch = new SourceWatch(link, this, core, guard);
    }

    Duration timeout() {
        return request.timeout();
    }

    Delivery delivery() {
        return delivery;
    }

    /** Whether its tracks are known. */
    boolean opened() {
        return opened;
    }

    /** A sentence on the source as people are told it: with its name, without its secrets. */
    String shown(String sentence) {
        return Redaction.of(request.uri()) + ": " + sentence;
    }

    private String redacted(String told) {
        return told == null ? "the driver gives no reason" : Redaction.of(told, request.uri());
    }

    CaptureDriver driver() {
        return driver;
    }

    /** Opens the source; may block. */
    void open() {
        synchronized (this) {
            if (closed) {
                return;
            }
            opener = Thread.currentThread();
        }
        watch.begin();
        link.calls().incrementAndGet();
        try {
            var source = driver.open(request, this);
            if (source == null) {
                throw new CaptureException("the driver opened nothing");
            }
            if (keep(source)) {
                delivery.opened(core.timers().nanoTime());
                opened = true;
                link.opened(this);
                watch.look();
            }
        } catch (UnsupportedSourceException e) {
            link.unsupported(this, redacted(e.getMessage()));
        } catch (CaptureException e) {
            link.lost(this, redacted(e.getMessage()));
        } catch (Throwable e) {
            guard.failed("driver " + driver.getClass().getName(), e);
            link.lost(this, "the driver failed: " + e.getClass().getSimpleName());
        } finally {
            link.calls().decrementAndGet();
            forgetOpener();
        }
    }

    private boolean keep(MediaSource opened) {
        synchronized (this) {
            if (!closed) {
                source = opened;
                return true;
            }
        }
        guard.tell("closing the source", opened::close);
        return false;
    }

    private synchronized void forgetOpener() {
        opener = null;
        // An interrupt meant for the opening must not hit what the thread does next.
        if (closed) {
            Thread.interrupted();
        }
    }

    @Override
    public void onFormat(int number, TrackFormat format) {
        SourceTrack track = tracks.computeIfAbsent(number, n -> adopt(format.kind()));
        if (track != null && track.kind() == format.kind()) {
            delivery.announced(format);
            clock.format(number, format);
            link.noteFormat(format);
            track.out().format(this, format);
        }
    }

    /** Finds the stream's track of that kind, or null when this feed was abandoned. */
    private SourceTrack adopt(MediaKind kind) {
        return link.adopt(this, kind, kinds.merge(kind, 1, Integer::sum) - 1);
    }

    @Override
    public void onFrame(int number, MediaFrame frame) {
        SourceTrack track = tracks.get(number);
        if (track != null && link.feeds(this)) {
            long now = core.timers().nanoTime();
            // Whoever hands on raw pictures and samples takes them by a clock of this machine.
            MediaFrame timed = frame instanceof EncodedFrame coded ? clock.place(number, coded, now) : frame;
            boolean usable = track.out().frame(this, link.timeline().place(this, timed));
            delivery.arrived(track.kind(), usable, now);
            if (usable && !live && delivery.flows()) {
                link.flows(this);
            }
        }
    }

    /** Whether the stream is live by it. Under the stream's lock. */
    void live(boolean now) {
        live = now;
    }

    /** Whether nothing was said of its silence yet: once for each source, so that one that stutters fills no log. */
    boolean tellOnce() {
        return told.compareAndSet(false, true);
    }

    /** Mutes the tracks of a kind until their next frame. */
    void mute(MediaKind kind) {
        tracks.values().stream()
                .filter(track -> track.kind() == kind)
                .forEach(track -> track.out().mute(this));
    }

    @Override
    public void onWaiting(String reason) {
        delivery.waiting(redacted(reason), core.timers().nanoTime());
    }

    @Override
    public void onUnusedTracks(List<UnusedTrack> others) {
        unused = others.stream()
                .limit(MOST_UNUSED_TRACKS)
                .map(track -> new UnusedTrack(track.kind(), track.codec(), redacted(track.reason())))
                .toList();
        link.noteUnused(this);
    }

    /** What the source has besides its tracks. */
    List<UnusedTrack> unusedTracks() {
        return unused;
    }

    @Override
    public void onEnded(CaptureException failure) {
        link.lost(this, failure == null ? "the source has ended" : redacted(failure.getMessage()));
    }

    void requestKeyFrame() {
        MediaSource now = source();
        if (now != null) {
            guard.tell("requestKeyFrame", now::requestKeyFrame);
        }
    }

    /** Returns whether the source can do so. */
    boolean setTargetBitrate(int bitsPerSecond) {
        MediaSource now = source();
        return now != null && guard.ask("setTargetBitrate", false, () -> now.setTargetBitrate(bitsPerSecond));
    }

    private synchronized MediaSource source() {
        return closed ? null : source;
    }

    /** Closes the source as {@link #close} does, and goes on without a driver that does not return. Not from the sink. */
    void closeInTime() {
        Thread closing = Workers.daemon(this::close, "close-" + request.streamName());
        closing.start();
        try {
            closing.join(CLOSING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (closing.isAlive()) {
            guard.failed("closing the source", new TimeoutException("no return within " + CLOSING.toSeconds() + " s"));
        }
    }

    /**
     * Closes the source, or what is being opened as soon as it is; waits for the driver. Idempotent; not from the sink.
     */
    void close() {
        watch.stop();
        MediaSource now;
        synchronized (this) {
            closed = true;
            now = source;
            source = null;
            if (opener != null) {
                opener.interrupt();
            }
        }
        if (now != null) {
            link.calls().incrementAndGet();
            guard.tell("closing the source", now::close);
            link.calls().decrementAndGet();
        }
    }
}
