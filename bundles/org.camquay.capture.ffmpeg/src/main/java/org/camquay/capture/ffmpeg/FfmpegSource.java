// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.capture.FrameSink;
import org.camquay.api.capture.MediaSource;

/**
 * A source on its thread {@code capture-<stream>}, which alone touches FFmpeg: it opens, reads, delivers and frees. The
 * others only wait for it, and tell it to stop. Thread: any.
 */
final class FfmpegSource implements MediaSource {
    private static final long CLOSE_MILLIS = 3_000;
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final CaptureRequest request;
    private final MediaLocation location;
    private final Clocks clocks;
    private final Interrupts interrupts;
    private final SinkGate sink;
    private final Watch watch;
    private final Thread thread;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private volatile Runnable ended = () -> {};

    FfmpegSource(CaptureRequest request, MediaLocation location, FrameSink sink, Interrupts interrupts, Clocks clocks) {
        this.request = request;
        this.location = location;
        this.interrupts = interrupts;
        this.clocks = clocks;
        this.sink = new SinkGate(sink);
        watch = new Watch(clocks.nanoTime());
        thread = new Thread(this::run, "capture-" + request.streamName());
        thread.setDaemon(true);
    }

    /**
     * Starts, and waits until the formats are told.
     *
     * @param ended called when the thread is through
     */
    void open(Runnable ended) throws CaptureException {
        this.ended = ended;
        thread.start();
        try {
            opened.get(Watch.nanos(request.timeout()) + GRACE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CaptureException known ? known : Reasons.broken(location, e.getCause());
        } catch (TimeoutException e) {
            // a name server, or a driver of the kernel, does not let go; the thread ends when it does
            stop();
            throw Reasons.noAnswer(location, request.timeout());
        } catch (InterruptedException e) {
            stop();
            Thread.currentThread().interrupt();
            throw Reasons.closed(location);
        }
    }

    private void run() {
        try {
            var connection = Connection.open(request, location, interrupts, watch, clocks.nanoTime());
            try (var playback = new Playback(request, location, connection, sink, watch, interrupts, clocks)) {
                playback.announce();
                opened.complete(null);
                playback.play();
            }
            sink.end(null);
        } catch (CaptureException e) {
            fail(e);
        } catch (RuntimeException | Error e) {
            fail(Reasons.broken(location, e));
        } finally {
            ended.run();
        }
    }

    private void fail(CaptureException failure) {
        if (!opened.completeExceptionally(failure)) {
            sink.end(failure);
        }
    }

    private void stop() {
        sink.shut();
        watch.cancel();
        LockSupport.unpark(thread);
    }

    @Override
    public void close() {
        stop();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
