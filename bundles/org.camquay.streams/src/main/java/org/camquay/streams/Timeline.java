// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.util.concurrent.TimeUnit;
import org.camquay.api.media.AudioFrame;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.VideoFrame;

/**
 * One clock for all readers, over all sources a stream has had: each new source goes on where the last one stopped,
 * with the pause between them kept. The first source's times pass as they are. Thread: any.
 */
final class Timeline {
    // More than tracks of one source differ at its beginning, so that no track steps back.
    private static final long LEAST_GAP = 200_000;
    private static final long LARGEST_STEP_BACK = 1_000_000;

    private final Timers timers;
    private Object source;
    private long offset;
    private long latest = Long.MIN_VALUE;
    private long latestNanos;

    Timeline(Timers timers) {
        this.timers = timers;
    }

    /** The frame at its time on this clock. */
    MediaFrame place(Object from, MediaFrame frame) {
        long time = map(from, frame.timestamp());
        if (time == frame.timestamp()) {
            return frame;
        }
        if (frame instanceof EncodedFrame f) {
            return new EncodedFrame(f.type(), time, f.duration(), f.captureTime(), f.data());
        }
        if (frame instanceof VideoFrame f) {
            return new VideoFrame(f.width(), f.height(), time, f.captureTime(), f.data());
        }
        AudioFrame f = (AudioFrame) frame;
        return new AudioFrame(f.sampleRate(), f.channels(), time, f.captureTime(), f.data());
    }

    private synchronized long map(Object from, long timestamp) {
        long now = timers.nanoTime();
        boolean first = latest == Long.MIN_VALUE;
        if (first) {
            source = from;
        } else if (source != from || timestamp + offset < latest - LARGEST_STEP_BACK) {
            source = from;
            long pause = TimeUnit.NANOSECONDS.toMicros(now - latestNanos);
            offset = latest + Math.max(LEAST_GAP, pause) - timestamp;
        }
        long time = timestamp + offset;
        if (first || time > latest) {
            latest = time;
            latestNanos = now;
        }
        return time;
    }
}
