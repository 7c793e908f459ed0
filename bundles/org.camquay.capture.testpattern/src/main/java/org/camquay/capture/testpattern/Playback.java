// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.testpattern;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.camquay.api.capture.FrameSink;
import org.camquay.api.capture.MediaSource;
import org.camquay.api.media.AudioFrame;
import org.camquay.api.media.VideoFrame;

/**
 * An open test pattern: one thread draws each picture and computes each block of sound when it is due. Due times are
 * counted from the beginning, so nothing drifts. Thread: any.
 */
final class Playback implements MediaSource, Runnable {
    static final int VIDEO = 0;
    static final int AUDIO = 1;

    private static final long SECOND_NANOS = 1_000_000_000;
    private static final long SECOND_MICROS = 1_000_000;
    private static final int BLOCKS_A_SECOND = 50;

    private final PatternOptions options;
    private final FrameSink sink;
    private final InstantSource clock;
    private final Consumer<Playback> onClose;
    private final Bars bars;
    private Thread thread;
    private volatile boolean closed;

    Playback(PatternOptions options, FrameSink sink, InstantSource clock, Consumer<Playback> onClose) {
        this.options = options;
        this.sink = sink;
        this.clock = clock;
        this.onClose = onClose;
        this.bars = new Bars(options.width(), options.height(), options.noise());
    }

    void start(String threadName) {
        thread = new Thread(this, threadName);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        int blocksASecond = options.hasTone() ? BLOCKS_A_SECOND : 0;
        long begin = System.nanoTime();
        long picture = 0;
        long block = 0;
        while (true) {
            boolean pictureIsNext = blocksASecond == 0 || picture * blocksASecond <= block * (long) options.frameRate();
            long due =
                    pictureIsNext ? picture * SECOND_NANOS / options.frameRate() : block * SECOND_NANOS / blocksASecond;
            if (!waitUntil(begin + due)) {
                return;
            }
            if (System.nanoTime() - begin - due > SECOND_NANOS) {
                // The machine slept or is overloaded: what was missed is left out, not delivered in a burst.
                long now = System.nanoTime() - begin;
                picture = now * options.frameRate() / SECOND_NANOS;
                block = now * blocksASecond / SECOND_NANOS;
            } else if (pictureIsNext) {
                sink.onFrame(VIDEO, draw(picture++));
            } else {
                sink.onFrame(AUDIO, sound(block++));
            }
        }
    }

    private boolean waitUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0 && !closed; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return !closed;
    }

    private VideoFrame draw(long number) {
        Instant now = clock.instant();
        long timestamp = number * SECOND_MICROS / options.frameRate();
        return new VideoFrame(
                options.width(), options.height(), timestamp, micros(now), bars.draw(number, timestamp, now));
    }

    private AudioFrame sound(long number) {
        int samples = PatternOptions.SAMPLE_RATE / BLOCKS_A_SECOND;
        return new AudioFrame(
                PatternOptions.SAMPLE_RATE,
                1,
                number * SECOND_MICROS / BLOCKS_A_SECOND,
                micros(clock.instant()),
                Tone.samples(options.tone(), number * samples, samples));
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    @Override
    public void close() {
        closed = true;
        onClose.accept(this);
        boolean interrupted = false;
        while (thread.isAlive()) {
            LockSupport.unpark(thread);
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
