// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.camquay.api.capture.CaptureDriver;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.capture.FrameSink;
import org.camquay.api.capture.MediaSource;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.MediaKind;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.media.UnusedTrack;

/**
 * One attempt of a stream to have a source, from opening to its end. Whatever an abandoned one still delivers is
 * dropped. Thread: any.
 */
final class SourceFeed implements FrameSink {
    private static final int MOST_UNUSED_TRACKS = 32;

    private final SourceLink link;
    private final CaptureDriver driver;
    private final Guard guard;
    private final Map<Integer, SourceTrack> tracks = new ConcurrentHashMap<>();
    private final Map<MediaKind, Integer> kinds = new ConcurrentHashMap<>();
    private volatile List<UnusedTrack> unused = List.of();
    private MediaSource source;
    private Thread opener;
    private boolean closed;

    SourceFeed(SourceLink link, CaptureDriver driver, Guard guard) {
        this.link = link;
        this.driver = driver;
        this.guard = guard;
    }

    CaptureDriver driver() {
        return driver;
    }

    /** Opens the source; may block. */
    void open(CaptureRequest request) {
        synchronized (this) {
            if (closed) {
                return;
            }
            opener = Thread.currentThread();
        }
        try {
            var opened = driver.open(request, this);
            if (opened == null) {
                throw new CaptureException("the driver opened nothing");
            }
            if (keep(opened)) {
                link.opened(this);
            }
        } catch (CaptureException e) {
            link.lost(this, e.getMessage());
        } catch (Throwable e) {
            guard.failed("driver " + driver.getClass().getName(), e);
            link.lost(this, "the driver failed: " + e.getClass().getSimpleName());
        } finally {
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
            track.out().frame(this, link.timeline().place(this, frame));
        }
    }

    @Override
    public void onUnusedTracks(List<UnusedTrack> others) {
        unused = others.stream().limit(MOST_UNUSED_TRACKS).toList();
        link.noteUnused(this);
    }

    /** What the source has besides its tracks. */
    List<UnusedTrack> unusedTracks() {
        return unused;
    }

    @Override
    public void onEnded(CaptureException failure) {
        link.lost(this, failure == null ? "the source has ended" : failure.getMessage());
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

    /** Closes the source, or what is being opened as soon as it is. Idempotent; not from the sink. */
    void close() {
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
            guard.tell("closing the source", now::close);
        }
    }
}
