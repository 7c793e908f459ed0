// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.cameras;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.stream.FrameReader;

/** Keeps what a track delivers, each frame with the moment at which it came. Thread: any. */
final class Recorder implements FrameReader {
    private final List<Arrival> arrivals = new ArrayList<>();
    private final List<TrackFormat> formats = new ArrayList<>();
    private boolean muted;

    /**
     * A frame that came.
     *
     * @param micros when, on the clock of this VM
     */
    record Arrival(long micros, EncodedFrame frame, TrackFormat format) {
        long timestamp() {
            return frame.timestamp();
        }

        /** How much later it came than its time says, counted from anywhere. */
        long late() {
            return micros - frame.timestamp();
        }
    }

    static long now() {
        return TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
    }

    @Override
    public synchronized void onFormat(TrackFormat format) {
        formats.add(format);
    }

    @Override
    public synchronized void onFrame(EncodedFrame frame) {
        arrivals.add(new Arrival(now(), frame, formats.get(formats.size() - 1)));
    }

    @Override
    public synchronized void onMuted(boolean now) {
        muted = now;
    }

    synchronized boolean muted() {
        return muted;
    }

    synchronized int count() {
        return arrivals.size();
    }

    synchronized List<TrackFormat> formats() {
        return List.copyOf(formats);
    }

    synchronized List<Arrival> arrivals() {
        return List.copyOf(arrivals);
    }

    /** What came in a part of the time. */
    List<Arrival> between(long fromMicros, long toMicros) {
        return arrivals().stream()
                .filter(arrival -> arrival.micros() >= fromMicros && arrival.micros() < toMicros)
                .toList();
    }
}
