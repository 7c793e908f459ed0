// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts the times of all tracks of a source on one clock that begins at 0, fills what is missing, and goes on over the loops of
 * a file. What a live source tells is handed on as it is, steps and all: whoever gets it has its arrival as a witness (ADR
 * 36). Jumps in a recording are mended here, since it is played by these times. A frame without a time of its own (the second of several in one PES packet, RTP packet or
 * lace) follows the one before by that one's length. All times in microseconds.
 */
final class Timeline {
    /** A time further than this from where it is expected is a jump of the source's clock. */
    private static final long LIMIT = 10_000_000;

    private static final long DEFAULT_STEP = 40_000;
    private static final long LONGEST_STEP = 1_000_000;

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
        /** How long the last frame lasts: by its own account, and as the container says; 0 if not known. */
        private long lastLength;

        private long lastDuration;
        /** The last time that the source told, and how many frames without one came since. */
        private long told = Packet.NO_TIME;

        private int untold;
        /** From frame to frame between times that the source told; 0 if not known. */
        private long learned;

        void learn(boolean isTold, long time) {
            if (!isTold) {
                untold++;
                return;
            }
            long each = told == Packet.NO_TIME ? 0 : (time - told) / (untold + 1);
            if (untold > 0 && each > 0 && each < LONGEST_STEP) {
                learned = each;
            }
            told = time;
            untold = 0;
        }
    }

    /** @param live whether time goes on between packets as they arrive */
    Timeline(boolean live) {
        this.live = live;
    }

    /**
     * Where a packet belongs. Unless reordered, times of a recording's track rise.
     *
     * @param length how long its frame lasts by its own account, as frames of sound do; 0 if it does not tell
     */
    long place(int number, Packet packet, boolean reordered, long length) {
        while (tracks.size() <= number) {
            tracks.add(new Track());
        }
        Track track = tracks.get(number);
        long raw = packet.pts() != Packet.NO_TIME ? packet.pts() : reordered ? Packet.NO_TIME : packet.dts();
        begin(raw);
        long time = raw == Packet.NO_TIME ? following(track, packet) : told(track, raw, packet);
        track.learn(raw != Packet.NO_TIME, time);
        track.lastLength = length;
        track.lastDuration = packet.duration();
        if (packet.duration() > 0) {
            track.step = packet.duration();
        } else if (track.last != Packet.NO_TIME && time > track.last && time - track.last < LIMIT) {
            track.step = time - track.last;
        }
        track.last = time;
        track.lastArrival = packet.arrival();
        if (!live && !reordered && track.lastOut != Packet.NO_TIME && time <= track.lastOut) {
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
            track.told = Packet.NO_TIME;
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

    /**
     * Where a packet without a time belongs. What the frames last is known best; then how far they were apart between two
     * times that were told, since frame rates in containers and parameter sets are often wrong; then these.
     */
    private long following(Track track, Packet packet) {
        if (track.last == Packet.NO_TIME) {
            return Math.max(0, newest());
        }
        if (track.lastLength > 0) {
            return track.last + track.lastLength;
        }
        long step = track.learned > 0 ? track.learned : track.lastDuration;
        return step > 0 ? track.last + step : expected(track, packet);
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

    private long told(Track track, long raw, Packet packet) {
        if (!track.placed) {
            track.placed = true;
            track.offset = offset;
            return newest() == Packet.NO_TIME ? raw + track.offset : mend(track, raw, packet);
        }
        return live ? raw + track.offset : mend(track, raw, packet);
    }

    private long mend(Track track, long raw, Packet packet) {
        long expected = expected(track, packet);
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
