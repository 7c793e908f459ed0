// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit;

import java.util.concurrent.locks.LockSupport;
import org.camquay.api.capture.CaptureDriver;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.capture.FrameSink;
import org.camquay.api.capture.MediaSource;

/**
 * A driver that really runs: it plays the clip of {@link H264Samples} over and over, at 30 frames/s, with a track of
 * Opus silence beside it. Opens {@code clip:loop} and nothing else. Thread: any.
 */
public final class ClipCaptureDriver implements CaptureDriver {
    @Override
    public MediaSource open(CaptureRequest request, FrameSink sink) throws CaptureException {
        if (!"loop".equals(request.uri().getSchemeSpecificPart())) {
            throw new CaptureException(CaptureRequest.redacted(request.uri()) + ": there is only clip:loop");
        }
        sink.onFormat(0, H264Samples.format());
        sink.onFormat(1, H264Samples.opusFormat());
        var playback = new Playback(sink);
        playback.thread = new Thread(playback, "capture-" + request.streamName());
        playback.thread.setDaemon(true);
        playback.thread.start();
        return playback;
    }

    private static final class Playback implements MediaSource, Runnable {
        private final FrameSink sink;
        private volatile boolean closed;
        private Thread thread;

        Playback(FrameSink sink) {
            this.sink = sink;
        }

        @Override
        public void run() {
            long begin = System.nanoTime();
            long picture = 0;
            long packet = 0;
            while (!closed) {
                var frame = H264Samples.frame(picture);
                var sound = H264Samples.opusPacket(packet);
                boolean pictureFirst = frame.timestamp() <= sound.timestamp();
                long due = begin + 1000 * Math.min(frame.timestamp(), sound.timestamp());
                while (!closed && due - System.nanoTime() > 0) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                if (closed) {
                    return;
                }
                if (pictureFirst) {
                    sink.onFrame(0, frame);
                    picture++;
                } else {
                    sink.onFrame(1, sound);
                    packet++;
                }
            }
        }

        @Override
        public void close() {
            closed = true;
            LockSupport.unpark(thread);
            boolean interrupted = false;
            while (thread.isAlive()) {
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
}
