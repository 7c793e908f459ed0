// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.camquay.api.capture.CaptureDriver;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.capture.FrameSink;
import org.camquay.api.capture.MediaSource;
import org.camquay.api.capture.UnsupportedSourceException;
import org.camquay.api.media.TrackFormat;

/** A driver whose sources do what the test says: nothing happens by itself, no thread is started. Thread: any. */
public final class FakeCaptureDriver implements CaptureDriver {
    private final List<FakeSource> sources = new CopyOnWriteArrayList<>();
    private volatile List<TrackFormat> formats;
    private volatile CaptureException failure;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile boolean playing;
    private volatile int attempts;

    /** A driver whose sources have tracks of these formats, in this order. */
    public FakeCaptureDriver(TrackFormat... formats) {
        this.formats = List.of(formats);
    }

    /** Sets the formats of the sources opened from now on. */
    public void formats(TrackFormat... next) {
        formats = List.of(next);
    }

    /** Lets each source opened from now on deliver the first frame of the endless H.264 clip as track 0 at once. */
    public FakeCaptureDriver playing() {
        playing = true;
        return this;
    }

    /** Lets every open from now on fail with that message, or succeed again when null. */
    public void fail(String message) {
        failure = message == null ? null : new CaptureException(message);
    }

    /** Lets every open from now on say that it cannot read the source. */
    public void cannotRead(String message) {
        failure = new UnsupportedSourceException(message);
    }

    /** Lets opens from now on wait until the returned latch is counted down. */
    public CountDownLatch hold() {
        gate = new CountDownLatch(1);
        return gate;
    }

    /** How often it was asked to open. */
    public int attempts() {
        return attempts;
    }

    /** The sources opened so far, in order. */
    public List<FakeSource> sources() {
        return sources;
    }

    /** The source opened last. */
    public FakeSource last() {
        return sources.get(sources.size() - 1);
    }

    @Override
    public MediaSource open(CaptureRequest request, FrameSink sink) throws CaptureException {
        synchronized (this) {
            attempts++;
        }
        pass();
        if (failure != null) {
            throw failure;
        }
        var source = new FakeSource(request, sink);
        List<TrackFormat> now = formats;
        for (int track = 0; track < now.size(); track++) {
            source.format(track, now.get(track));
        }
        sources.add(source);
        if (playing) {
            source.play(0, 1);
        }
        return source;
    }

    private void pass() throws CaptureException {
        try {
            if (!gate.await(60, TimeUnit.SECONDS)) {
                throw new CaptureException("the test never let the driver open");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CaptureException("interrupted", e);
        }
    }
}
