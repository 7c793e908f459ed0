// SPDX-License-Identifier: Apache-2.0
package com.example.camquay.snow;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.camquay.api.capture.FrameSink;
import org.camquay.api.capture.MediaSource;
import org.camquay.api.media.Codec;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.VideoFormat;
import org.camquay.api.media.VideoFrame;

/** Delivers raw pictures at a steady rate until it is closed. */
final class SnowSource implements MediaSource {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 180;
    private static final int FRAME_RATE = 30;
    private static final byte NO_COLOR = (byte) 128;

    static final VideoFormat FORMAT = new VideoFormat(Codec.video(Codec.RAW_VIDEO), WIDTH, HEIGHT, FRAME_RATE, false);

    private final FrameSink sink;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final RandomGenerator random = RandomGenerator.getDefault();

    SnowSource(String threadName, FrameSink sink) {
        this.sink = sink;
        this.thread = new Thread(this::deliver, threadName);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void deliver() {
        long begin = System.nanoTime();
        for (long n = 0; !closedBefore(begin + TimeUnit.SECONDS.toNanos(n) / FRAME_RATE); n++) {
            sink.onFrame(0, picture(TimeUnit.SECONDS.toMicros(n) / FRAME_RATE));
        }
    }

    /** Waits until then; true when closed meanwhile. */
    private boolean closedBefore(long nanoTime) {
        try {
            return closed.await(nanoTime - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return true; // nobody but close() ends this thread
        }
    }

    private VideoFrame picture(long timestamp) {
        byte[] planes = new byte[VideoFrame.size(WIDTH, HEIGHT)];
        random.nextBytes(planes);
        Arrays.fill(planes, WIDTH * HEIGHT, planes.length, NO_COLOR);
        return new VideoFrame(WIDTH, HEIGHT, timestamp, MediaFrame.UNKNOWN_TIME, ByteBuffer.wrap(planes));
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
