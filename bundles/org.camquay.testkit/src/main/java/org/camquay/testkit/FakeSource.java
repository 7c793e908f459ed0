// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.capture.FrameSink;
import org.camquay.api.capture.MediaSource;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.media.UnusedTrack;

/** A source in the hands of a test: delivers in the caller's thread, and nothing once it is closed. */
public final class FakeSource implements MediaSource {
    private final CaptureRequest request;
    private final FrameSink sink;
    private final AtomicInteger keyFrameRequests = new AtomicInteger();
    private volatile int targetBitrate;
    private volatile boolean closed;

    FakeSource(CaptureRequest request, FrameSink sink) {
        this.request = request;
        this.sink = sink;
    }

    /** Delivers a format. */
    public synchronized void format(int track, TrackFormat format) {
        if (!closed) {
            sink.onFormat(track, format);
        }
    }

    /** Delivers a frame. */
    public synchronized void frame(int track, MediaFrame frame) {
        if (!closed) {
            sink.onFrame(track, frame);
        }
    }

    /** Says which tracks it has that are not used. */
    public synchronized void unused(UnusedTrack... tracks) {
        if (!closed) {
            sink.onUnusedTracks(List.of(tracks));
        }
    }

    /** Says why it delivers no frame yet. */
    public synchronized void waiting(String reason) {
        if (!closed) {
            sink.onWaiting(reason);
        }
    }

    /** Delivers frames {@code first} to {@code last} (exclusive) of the endless H.264 clip as track 0. */
    public void play(long first, long last) {
        for (long i = first; i < last; i++) {
            frame(0, H264Samples.frame(i));
        }
    }

    /** Ends: lost for that reason, or at the regular end when null. */
    public synchronized void end(String reason) {
        if (!closed) {
            sink.onEnded(reason == null ? null : new CaptureException(reason));
        }
    }

    /** What it was opened with. */
    public CaptureRequest request() {
        return request;
    }

    /** How often a key frame was asked for. */
    public int keyFrameRequests() {
        return keyFrameRequests.get();
    }

    /** The last bitrate asked for, or 0. */
    public int targetBitrate() {
        return targetBitrate;
    }

    /** Whether it was closed. */
    public boolean closed() {
        return closed;
    }

    @Override
    public void requestKeyFrame() {
        keyFrameRequests.incrementAndGet();
    }

    @Override
    public boolean setTargetBitrate(int bitsPerSecond) {
        targetBitrate = bitsPerSecond;
        return true;
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
