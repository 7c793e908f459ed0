// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.stream.FrameReader;

/** Keeps what a track delivers, in order. Thread: any. */
public final class RecordingFrameReader implements FrameReader {
    private final List<Object> events = new ArrayList<>();

    /** The event of {@link FrameReader#onMuted}. */
    public record Muted(boolean muted) {}

    /** The event of {@link FrameReader#onEnded}. */
    public record Ended() {}

    @Override
    public synchronized void onFormat(TrackFormat format) {
        events.add(format);
    }

    @Override
    public synchronized void onFrame(EncodedFrame frame) {
        events.add(frame);
    }

    @Override
    public synchronized void onMuted(boolean muted) {
        events.add(new Muted(muted));
    }

    @Override
    public synchronized void onEnded() {
        events.add(new Ended());
    }

    /** Everything in order: {@link TrackFormat}, {@link EncodedFrame}, {@link Muted}, {@link Ended}. */
    public synchronized List<Object> events() {
        return List.copyOf(events);
    }

    /** The formats in order. */
    public synchronized List<TrackFormat> formats() {
        return all(TrackFormat.class);
    }

    /** The frames in order. */
    public synchronized List<EncodedFrame> frames() {
        return all(EncodedFrame.class);
    }

    /** Whether the last word was that no data comes. */
    public synchronized boolean muted() {
        List<Muted> changes = all(Muted.class);
        return !changes.isEmpty() && changes.get(changes.size() - 1).muted();
    }

    /** Whether the track has ended. */
    public synchronized boolean ended() {
        return !all(Ended.class).isEmpty();
    }

    /** Waits for that many frames in all. */
    public void awaitFrames(int count, Duration timeout) {
        Await.until(timeout, count + " frames read", () -> frames().size() >= count);
    }

    private <T> List<T> all(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
