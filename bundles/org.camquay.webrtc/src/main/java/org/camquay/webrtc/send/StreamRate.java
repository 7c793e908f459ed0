// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import java.util.concurrent.TimeUnit;

/** A stream's bitrate over its last two seconds, by its own clock. Thread: written by one, read by any. */
final class StreamRate {
    private static final long PERIOD = TimeUnit.SECONDS.toMicros(1);
    private static final long LONGEST = 5 * PERIOD;

    private boolean started;
    private long begin;
    private long bytes;
    private double previous;
    private volatile long rate;
    private volatile long expected;
    private long seenExpected;
    private int periods;

    /** A frame, at a time in microseconds. */
    void add(long timestamp, int size) {
        long elapsed = timestamp - begin;
        if (!started || elapsed < 0 || elapsed > LONGEST) {
            started = true;
            begin = timestamp;
            bytes = 0;
            previous = 0;
        } else if (elapsed >= PERIOD) {
            double now = bytes * 8e6 / elapsed;
            rate = (long) (previous == 0 ? now : (previous + now) / 2);
            previous = now;
            begin = timestamp;
            bytes = 0;
            forgetExpected();
        }
        bytes += size;
    }

    /** The encoder was told to make no more than that: believed until it is measured. Thread: any. */
    void expect(long bitsPerSecond) {
        expected = bitsPerSecond;
    }

    private void forgetExpected() {
        long now = expected;
        if (now != seenExpected) {
            seenExpected = now;
            periods = 0;
        } else if (now != 0 && ++periods >= 2) {
            expected = 0;
            seenExpected = 0;
        }
    }

    /** 0 when not known yet. */
    long bitsPerSecond() {
        long most = expected;
        return most > 0 ? Math.min(rate, most) : rate;
    }
}
