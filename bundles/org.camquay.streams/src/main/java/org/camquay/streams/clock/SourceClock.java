// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams.clock;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.camquay.api.media.AudioFormat;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.MediaKind;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.media.VideoFormat;

/**
 * One clock for all tracks of a source, from its times and from the time of arrival: sound advances by what is in its
 * packets; steps, odd and missing times are mended; sound and pictures stay together. A source whose clock is good keeps its
 * times. No frame is held back. Thread: any.
 */
public final class SourceClock {
    private static final long MICROS_PER_SECOND = 1_000_000;
    /** Tracks of one source begin together. */
    private static final long FARTHEST_BEGINNING = 10_000_000;

    private final Steps steps = new Steps();
    private final Alignment alignment = new Alignment(steps);
    private final CaptureTimes captureTimes = new CaptureTimes();
    private final Map<Integer, Entry> tracks = new HashMap<>();

    private boolean soundReported;
    private long soundCorrected;

    private static final class Entry {
        private TrackFormat format;
        private TrackClock clock;
        private long lastTime;
    }

    /** A track's format, before its first frame and whenever it changes. */
    public synchronized void format(int track, TrackFormat format) {
        Entry entry = tracks.computeIfAbsent(track, n -> new Entry());
        entry.format = format;
        if (entry.clock instanceof PictureClock clock) {
            clock.reordered(reordered(format));
        }
    }

    /**
     * The frame at its time.
     *
     * @param nanos when it came, as System.nanoTime counts
     * @return the frame itself if nothing is to be changed
     */
    public synchronized EncodedFrame place(int track, EncodedFrame frame, long nanos) {
        Entry entry = tracks.get(track);
        if (entry == null) {
            return frame;
        }
        long now = TimeUnit.NANOSECONDS.toMicros(nanos);
        long time = time(entry, frame, now);
        long captured = captureTimes.of(frame.captureTime(), time, now);
        return time == frame.timestamp() && captured == frame.captureTime()
                ? frame
                : new EncodedFrame(frame.type(), time, frame.duration(), captured, frame.data());
    }

    private long time(Entry entry, EncodedFrame frame, long now) {
        boolean picture = entry.format.kind() == MediaKind.VIDEO;
        long length = picture ? 0 : length(entry.format, frame);
        long before = entry.clock == null ? now : entry.clock.lastArrival();
        long time = entry.clock == null
                ? begin(entry, frame.timestamp(), length, now)
                : entry.clock.place(frame.timestamp(), length, now);
        boolean reported = frame.captureTime() != MediaFrame.UNKNOWN_TIME;
        if (!picture) {
            alignment.sound(now, now - time);
            soundReported = reported;
            soundCorrected = entry.clock instanceof SoundClock sound ? sound.corrected() : 0;
            return time;
        }
        if (reported && soundReported) {
            alignment.reported(soundCorrected);
        }
        long elapsed = Math.min(now - before, time - entry.lastTime);
        entry.lastTime = time;
        time += alignment.shift(elapsed);
        alignment.picture(now, now - time);
        return time;
    }

    private long begin(Entry entry, long raw, long length, long now) {
        TrackClock other = null;
        for (Entry each : tracks.values()) {
            if (each.clock != null) {
                other = each.clock;
            }
        }
        if (length > 0) {
            entry.clock = new SoundClock(steps);
        } else {
            var clock = new PictureClock(steps);
            clock.reordered(reordered(entry.format));
            entry.clock = clock;
        }
        long moved = 0;
        if (other != null) {
            long expected = other.latest() + now - other.lastArrival();
            moved = Math.abs(raw + other.offset() - expected) <= FARTHEST_BEGINNING ? other.offset() : expected - raw;
        }
        entry.lastTime = raw + moved;
        return entry.clock.begin(raw, moved, length, now);
    }

    private static boolean reordered(TrackFormat format) {
        return format instanceof VideoFormat video && video.reordered();
    }

    /** How long a packet of sound lasts, 0 if it cannot be told. */
    private static long length(TrackFormat format, EncodedFrame frame) {
        Codec codec = format.codec();
        if ((codec.is(Codec.PCMU) || codec.is(Codec.PCMA)) && format instanceof AudioFormat sound) {
            return frame.size() * MICROS_PER_SECOND / ((long) sound.sampleRate() * sound.channels());
        }
        return Math.max(0, frame.duration());
    }
}
