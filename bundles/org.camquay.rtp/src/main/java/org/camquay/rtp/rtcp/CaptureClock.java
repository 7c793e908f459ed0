// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.rtcp;

import java.util.OptionalLong;
import org.camquay.rtp.Unwrapper;

/**
 * The common clock of the tracks of one sender, in microseconds. Each track begins at the time at which its first packet
 * arrived; sender reports then bring the tracks together (RFC 3550 §6.4.1), slowly, since a report is no event of the media. What
 * one report says against the one before it is a step of the sender's wall clock, or of its RTP clock, and moves nothing.
 * Thread: one at a time.
 */
public final class CaptureClock {
    /** A track moves by so much of the time that passes, at most. */
    private static final double SPEED = 0.04;

    /** Tracks that arrive together were not captured further apart. */
    private static final long FARTHEST = 2_000_000;

    /** Reports are exact to some milliseconds only; following each of them would make times uneven. */
    private static final long UNHEARD = 10_000;

    private static final long STEP = 20_000;
    private static final double DRIFT = 0.05;
    private static final long MICROS = 1_000_000;

    private boolean agreed;
    /** Wall-clock time less common time. */
    private long common;

    /**
     * A track of the sender.
     *
     * @param rate ticks a second of its RTP clock
     * @param steady whether other tracks are to move rather than this one: sound, whose frames have a length of their own
     */
    public Track track(int rate, boolean steady) {
        return new Track(rate, steady);
    }

    /** One track's way from RTP timestamps to the common clock. */
    public final class Track {
        private final int rate;
        private final boolean steady;
        private final Unwrapper unwrapper = Unwrapper.ofTimestamps();
        private boolean started;
        private boolean used;
        private long first;
        private long offset;
        private long lastMedia;
        private long last;
        private long moved;
        private boolean moving;
        private boolean reported;
        private long reportedAt;
        /** Wall-clock time less media time, as the reports say, and what of it is not believed. */
        private long wall;

        private long disbelief;

        private Track(int rate, boolean steady) {
            this.rate = rate;
            this.steady = steady;
        }

        /**
         * The common time of an RTP timestamp.
         *
         * @param arrival when its packet came, in microseconds of any clock that does not step
         */
        public long micros(long timestamp, long arrival) {
            long media = media(timestamp, arrival);
            if (used && media == lastMedia) {
                return last;
            }
            move(arrival);
            // What moves a track must not look as if its pictures came in another order than they are shown.
            last = used && media > lastMedia ? Math.max(last, media + offset) : media + offset;
            lastMedia = media;
            used = true;
            return last;
        }

        private long media(long timestamp, long arrival) {
            long ticks = unwrapper.unwrap(timestamp);
            if (!started) {
                started = true;
                first = ticks;
                offset = arrival;
                moved = arrival;
            }
            return Math.floorDiv((ticks - first) * MICROS + rate / 2, rate);
        }

        /** Takes a report of this track's sender, once a packet of the track has come. */
        public void report(SenderReport report, long arrival) {
            if (!started || report.ntpTime() == 0) {
                return;
            }
            long says = NtpTime.toEpochMicros(report.ntpTime()) - media(report.rtpTimestamp(), arrival);
            long change = says - wall;
            long plausible = STEP + (long) (DRIFT * Math.max(0, arrival - reportedAt));
            boolean begins = !reported;
            if (!begins && Math.abs(change) > plausible) {
                disbelief += change;
            }
            wall = says;
            reported = true;
            reportedAt = arrival;
            if (begins) {
                agree();
            }
        }

        private void agree() {
            if (!agreed) {
                agreed = true;
                common = wall - offset;
                return;
            }
            long apart = wall - common - offset;
            if (Math.abs(apart) > FARTHEST) {
                disbelief = apart;
            } else if (!used) {
                offset += apart;
            } else if (steady) {
                common += apart;
            }
        }

        private void move(long arrival) {
            long passed = Math.min(MICROS, Math.max(0, arrival - moved));
            moved = arrival;
            long apart = reported ? wall - disbelief - common - offset : 0;
            moving = apart != 0 && (moving || Math.abs(apart) > UNHEARD);
            if (moving) {
                long most = (long) (SPEED * passed);
                offset += Math.max(-most, Math.min(most, apart));
            }
        }

        /** When a frame was captured by the sender's wall clock, in microseconds since 1970; empty without a report. */
        public OptionalLong captured(long commonMicros) {
            return reported ? OptionalLong.of(commonMicros - offset + wall) : OptionalLong.empty();
        }
    }
}
