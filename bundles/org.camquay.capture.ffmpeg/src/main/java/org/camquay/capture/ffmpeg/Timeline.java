// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts the times of all tracks of a source on one clock that begins at 0: fills what is missing, mends jumps, goes on
 * over the loops of a file. All times in microseconds.
 */
final class Timeline {
    /** A time further than this from where it is expected is a jump of the source's clock. */
    private static final long LIMIT = 10_000_000;

    private static final long DEFAULT_STEP = 40_000;

    private final boolean live;
    private final List<Track> tracks = new ArrayList<>();
    private boolean begun;
    private long origin;
    private long offset;

    private static final class Track {
        private long offset;
        private boolean placed;
        private long last = Packet.NO_TIME;
        private long lastArrival;
        private long lastOut = Packet.NO_TIME;
        private long step = DEFAULT_STEP;
    }

    /** @param live whether time goes on between packets as they arrive */
    Timeline(boolean live) {
        this.live = live;
    }

    /** Where a packet belongs. Unless reordered, times of a track rise. */
    long place(int number, Packet packet, boolean reordered) {
        while (tracks.size() <= number) {
            tracks.add(new Track());
        }
        Track track = tracks.get(number);
        long raw = packet.pts() != Packet.NO_TIME ? packet.pts() : reordered ? Packet.NO_TIME : packet.dts();
        begin(raw);
        long time = raw == Packet.NO_TIME ? expected(track, packet) : mend(track, raw, packet);
        if (packet.duration() > 0) {
            track.step = packet.duration();
        } else if (track.last != Packet.NO_TIME && time > track.last && time - track.last < LIMIT) {
            track.step = time - track.last;
        }
        track.last = time;
        track.lastArrival = packet.arrival();
        if (!reordered && track.lastOut != Packet.NO_TIME && time <= track.lastOut) {
            time = track.lastOut + 1;
        }
        track.lastOut = Math.max(track.lastOut, time);
        return time;
    }

    /** When the packet is to be decoded, on the clock of {@link #place}. */
    long decodingTime(Packet packet, long placed) {
        return packet.dts() == Packet.NO_TIME || packet.pts() == Packet.NO_TIME
                ? placed
                : placed - Math.min(LIMIT, Math.max(0, packet.pts() - packet.dts()));
    }

    /** The source begins again, and goes on where its longest track ended. */
    void nextRound() {
        long end = 0;
        for (Track track : tracks) {
            if (track.lastOut != Packet.NO_TIME) {
                end = Math.max(end, track.lastOut + track.step);
            }
        }
        offset = end - origin;
        for (Track track : tracks) {
            track.last = Packet.NO_TIME;
            track.placed = false;
        }
    }

    private void begin(long raw) {
        if (!begun && raw != Packet.NO_TIME) {
            begun = true;
            origin = raw;
            offset = -origin;
        }
    }

    private long expected(Track track, Packet packet) {
        if (track.last == Packet.NO_TIME) {
            return Math.max(0, newest());
        }
        return track.last + (live ? Math.max(1, packet.arrival() - track.lastArrival) : track.step);
    }

    private long newest() {
        long newest = Packet.NO_TIME;
        for (Track track : tracks) {
            newest = Math.max(newest, track.lastOut);
        }
        return newest;
    }

    private long mend(Track track, long raw, Packet packet) {
        if (!track.placed) {
            track.placed = true;
            track.offset = offset;
        }
        long expected = track.last == Packet.NO_TIME && newest() == Packet.NO_TIME
                ? raw + track.offset
                : expected(track, packet);
        if (isNear(raw + track.offset, expected)) {
            return raw + track.offset;
        }
        // both tracks jump together: the second one follows the first
        for (Track other : tracks) {
            if (other.placed && isNear(raw + other.offset, expected)) {
                track.offset = other.offset;
                return raw + track.offset;
            }
        }
        track.offset = expected - raw;
        return expected;
    }

    private static boolean isNear(long time, long expected) {
        return Math.abs(time - expected) <= LIMIT;
    }
}
