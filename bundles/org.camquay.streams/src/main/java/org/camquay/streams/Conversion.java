// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.camquay.api.codec.CodecException;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.MediaKind;
import org.camquay.api.media.TrackFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Converts one track to one codec on its own thread {@code convert-<stream>}. Its queue is bounded: the capture thread
 * never waits, and what cannot be kept up with is dropped. Thread: any, for the methods that are not private.
 */
final class Conversion implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Conversion.class);
    private static final int RAW_FRAMES = 4;
    private static final long RETRY_NANOS = Duration.ofSeconds(2).toNanos();

    private enum Order {
        MUTE,
        CHECK_CODECS
    }

    private final String stream;
    private final Codec target;
    private final Core core;
    private final FanOut out;
    private final Runnable onKeyFrameNeeded;
    private final Guard guard;
    private final AtomicBoolean keyFrameWanted = new AtomicBoolean();

    private final ArrayDeque<Object> queue = new ArrayDeque<>();
    private long queuedBytes;
    private int queuedFrames;
    private boolean dropping;
    private boolean closed;

    private TrackFormat format;
    private Transcoder transcoder;
    private String complaint = "";
    private long retryAt;

    Conversion(String stream, Codec target, Core core, FanOut out, Runnable onKeyFrameNeeded) {
        this.stream = stream;
        this.target = target;
        this.core = core;
        this.out = out;
        this.onKeyFrameNeeded = onKeyFrameNeeded;
        this.guard = new Guard(stream);
    }

    void start() {
        Workers.daemon(this, "convert-" + stream).start();
    }

    void format(TrackFormat next) {
        order(next);
    }

    void mute() {
        order(Order.MUTE);
    }

    void codecsChanged() {
        order(Order.CHECK_CODECS);
    }

    void requestKeyFrame() {
        keyFrameWanted.set(true);
    }

    private synchronized void order(Object item) {
        queue.add(item);
        notifyAll();
    }

    void frame(MediaFrame frame) {
        if (!accept(frame) && frame instanceof EncodedFrame && target.kind() == MediaKind.VIDEO) {
            LOG.debug("{}: converting does not keep up; frames are dropped to the next key frame", stream);
            onKeyFrameNeeded.run();
        }
    }

    /** Queues a frame. Returns false when dropping begins. */
    private synchronized boolean accept(MediaFrame frame) {
        // After a gap in frames that need each other, only a key frame helps.
        if (closed || dropping && !FanOut.isKey(frame)) {
            return true;
        }
        boolean began = !dropping;
        dropping = !fits(frame);
        if (dropping) {
            return !began;
        }
        queue.add(frame);
        queuedFrames++;
        queuedBytes += size(frame);
        notifyAll();
        return true;
    }

    private boolean fits(MediaFrame frame) {
        Settings settings = core.settings().get();
        boolean pictures = !(frame instanceof EncodedFrame) && target.kind() == MediaKind.VIDEO;
        return pictures ? queuedFrames < RAW_FRAMES : settings.cached().holds(queuedFrames, queuedBytes);
    }

    private static int size(MediaFrame frame) {
        return frame instanceof EncodedFrame encoded ? encoded.size() : 0;
    }

    synchronized void close() {
        closed = true;
        queue.clear();
        notifyAll();
    }

    @Override
    public void run() {
        try {
            for (Object item = take(); item != null; item = take()) {
                handle(item);
            }
        } finally {
            drop();
        }
    }

    private synchronized Object take() {
        while (!closed && queue.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException e) {
                closed = true;
            }
        }
        Object item = closed ? null : queue.poll();
        if (item instanceof MediaFrame frame) {
            queuedFrames--;
            queuedBytes -= size(frame);
        }
        return item;
    }

    private synchronized boolean behind() {
        return queuedFrames > RAW_FRAMES;
    }

    private void handle(Object item) {
        if (item instanceof MediaFrame frame) {
            convert(frame);
        } else if (item instanceof TrackFormat next) {
            drop();
            format = next;
            retryAt = core.timers().nanoTime();
        } else if (item == Order.MUTE) {
            drop();
            out.mute(this);
        } else {
            checkCodecs();
        }
    }

    private void convert(MediaFrame frame) {
        boolean tooEarly = core.timers().nanoTime() - retryAt < 0;
        if (format == null || transcoder == null && (tooEarly || !FanOut.isKey(frame))) {
            return;
        }
        try {
            if (transcoder == null) {
                transcoder = Transcoder.open(format, target, core, new Transcoder.Output(this, out, keyFrameWanted));
            }
            transcoder.convert(frame, behind());
        } catch (CodecException e) {
            fail(e.getMessage());
        } catch (Throwable e) {
            guard.failed("a codec", e);
            fail(e.toString());
        }
    }

    private void fail(String message) {
        if (!message.equals(complaint)) {
            complaint = message;
            LOG.warn("conversion failed: {} (to {}: {})", stream, target.name(), message);
        }
        drop();
        retryAt = core.timers().nanoTime() + RETRY_NANOS;
        out.mute(this);
    }

    private void checkCodecs() {
        if (transcoder == null) {
            retryAt = core.timers().nanoTime();
            onKeyFrameNeeded.run();
        } else if (!transcoder.available(core.codecs())) {
            drop();
            out.mute(this);
            onKeyFrameNeeded.run();
        }
    }

    private void drop() {
        var last = transcoder;
        transcoder = null;
        if (last != null) {
            guard.tell("closing a codec", last::close);
        }
    }
}
