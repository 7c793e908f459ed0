// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.util.Arrays;
import org.camquay.api.media.AudioFrame;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.stream.TrackStats;

/** Counts what passes, in all and over the last seconds. */
final class Meter {
    private static final int SECONDS = 4;
    private static final long SECOND = 1_000_000_000;

    private final long[] bits = new long[SECONDS + 1];
    private final int[] frames = new int[SECONDS + 1];
    private final Timers timers;
    private final long begin;
    private long second;
    private long frameCount;
    private long keyFrameCount;
    private long byteCount;

    Meter(Timers timers) {
        this.timers = timers;
        this.begin = timers.nanoTime();
    }

    void count(MediaFrame frame) {
        turn();
        int size = size(frame);
        bits[slot(second)] += 8L * size;
        frames[slot(second)]++;
        frameCount++;
        byteCount += size;
        if (frame instanceof EncodedFrame encoded && encoded.isKey()) {
            keyFrameCount++;
        }
    }

    TrackStats stats(int readers) {
        turn();
        // The running second is not full yet: only those before it count, and as many as there were.
        long full = Math.max(1, Math.min(SECONDS, second));
        long bitSum =
                second == 0 ? Arrays.stream(bits).sum() : Arrays.stream(bits).sum() - bits[slot(second)];
        int frameSum = second == 0
                ? Arrays.stream(frames).sum()
                : Arrays.stream(frames).sum() - frames[slot(second)];
        return new TrackStats(frameCount, keyFrameCount, byteCount, bitSum / full, (double) frameSum / full, readers);
    }

    private void turn() {
        long now = (timers.nanoTime() - begin) / SECOND;
        for (long s = Math.max(second + 1, now - SECONDS); s <= now; s++) {
            bits[slot(s)] = 0;
            frames[slot(s)] = 0;
        }
        second = now;
    }

    private static int slot(long second) {
        return (int) (second % (SECONDS + 1));
    }

    private static int size(MediaFrame frame) {
        if (frame instanceof EncodedFrame encoded) {
            return encoded.size();
        }
        return frame instanceof AudioFrame sound ? 2 * sound.samples() * sound.channels() : 0;
    }
}
