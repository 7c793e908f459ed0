// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import static org.camquay.api.stream.Subscription.UNLIMITED;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.stream.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reader's place at a track: what happened and it has not heard yet. Whoever finds nobody telling it does so; the
 * others leave their word and go on, so no thread waits for another and the reader hears all in order. Thread: any.
 */
final class Place implements Subscription {
    /** What else a reader hears, beside formats and frames. */
    enum Signal {
        MUTED,
        UNMUTED,
        ENDED
    }

    private static final Logger LOG = LoggerFactory.getLogger(Place.class);
    // Beyond a full cache of frames: only a reader that blocks, against its contract, is ever so far behind.
    private static final int MOST_EVENTS = 4096;

    private final MediaReader reader;
    private final Consumer<Place> onClose;
    private final BooleanSupplier onTargetBitrate;
    private final Queue<Object> events = new ArrayDeque<>();
    private boolean telling = true;
    private boolean closed;
    private boolean needsKeyFrame;
    private volatile int targetBitrate = UNLIMITED;

    /** Made in the hands of its maker: nobody else tells the reader before the first {@link #begin()}. */
    Place(MediaReader reader, Consumer<Place> onClose, BooleanSupplier onTargetBitrate) {
        this.reader = reader;
        this.onClose = onClose;
        this.onTargetBitrate = onTargetBitrate;
    }

    /** Keeps delta frames back until the next key frame. */
    synchronized void awaitKeyFrame() {
        needsKeyFrame = true;
    }

    /** Leaves word; in the order of the calls. */
    synchronized void leave(Object event) {
        if (closed || event instanceof MediaFrame frame && !wanted(frame)) {
            return;
        }
        events.add(event);
    }

    private boolean wanted(MediaFrame frame) {
        needsKeyFrame &= !FanOut.isKey(frame);
        return !needsKeyFrame;
    }

    /** Tells the reader for the first time, in the maker's thread. */
    void begin() {
        tell();
    }

    /** Tells the reader what was left, unless another thread is at it. */
    void deliver() {
        boolean blocked;
        synchronized (this) {
            blocked = telling && events.size() > MOST_EVENTS;
            if (telling && !blocked) {
                return;
            }
            telling = true;
        }
        if (blocked) {
            LOG.warn("reader detached: {} (it blocks, against its contract)", reader);
            close();
        } else {
            tell();
        }
    }

    private void tell() {
        for (Object event = next(); event != null; event = next()) {
            try {
                tell(event);
            } catch (Throwable e) {
                LOG.error("reader detached: {} (it failed)", reader, e);
                close();
            }
        }
    }

    private void tell(Object event) {
        if (event instanceof MediaFrame frame) {
            reader.onFrame(frame);
        } else if (event instanceof TrackFormat format) {
            reader.onFormat(format);
        } else {
            switch ((Signal) event) {
                case MUTED -> reader.onMuted(true);
                case UNMUTED -> reader.onMuted(false);
                case ENDED -> reader.onEnded();
            }
        }
    }

    private synchronized Object next() {
        Object event = closed ? null : events.poll();
        telling = event != null;
        return event;
    }

    @Override
    public boolean setTargetBitrate(int bitsPerSecond) {
        targetBitrate = bitsPerSecond;
        return onTargetBitrate.getAsBoolean();
    }

    /** What the reader can take. */
    int targetBitrate() {
        return targetBitrate;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            events.clear();
        }
        onClose.accept(this);
    }
}
