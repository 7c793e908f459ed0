// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams.clock;

/**
 * Keeps pictures beside the sound when their clocks run at different rates. Both come over the same way, so how much later
 * one comes than the other stays the same as long as their clocks agree; where it changes slowly, the pictures' clock is
 * moved, since it can be without anybody noticing. A change at once is one of the way, and leaves the clocks alone. All times
 * in microseconds. Thread: one at a time.
 */
final class Alignment {
    private static final long WINDOW = 700_000;
    private static final double SECOND = 1_000_000;
    private static final long LONGEST_WINDOW = 5_000_000;
    private static final int ENOUGH_FRAMES = 5;
    /** Apart by less is not heard. */
    private static final double TOLERANCE = 15_000;
    /** More than that in one window is no drift. */
    private static final double LEAP = 150_000;

    private static final int BELIEVED_AFTER = 4;
    private static final double FASTEST = 0.15;
    private static final double QUICK = 0.4;
    private static final double SLOW = 0.1;

    private long began;
    private boolean begun;
    private long picture = Delays.NONE;
    private long sound = Delays.NONE;
    private int pictures;
    private int sounds;
    private double usual = Double.NaN;
    private double last = Double.NaN;
    private final Steps steps;
    private double lastError;
    private int leaps;
    private double learned;
    private double rate;
    private double shift;
    private boolean reported;
    private double agreement;

    Alignment(Steps steps) {
        this.steps = steps;
    }

    /** A packet of sound came, so late. */
    void sound(long now, long delay) {
        sounds++;
        sound = Math.min(sound, delay);
        look(now);
    }

    /** A picture came, so late by the time that it was given. */
    void picture(long now, long delay) {
        pictures++;
        picture = Math.min(picture, delay);
        look(now);
    }

    /**
     * The source knows from sender reports how its tracks belong together: pictures follow only where sound was moved
     * against its times.
     *
     * @param corrected by how much it was, in all
     */
    void reported(long corrected) {
        if (!reported) {
            reported = true;
            agreement = shift - corrected;
        }
        rate = limited((agreement + corrected - shift) / SECOND);
    }

    /** By how much pictures are moved now, if the last one was so long ago. */
    long shift(long elapsed) {
        shift += rate * Math.max(0, elapsed);
        return Math.round(shift);
    }

    private void look(long now) {
        if (!begun) {
            begun = true;
            began = now;
        }
        long since = now - began;
        boolean enough = Math.min(pictures, sounds) >= ENOUGH_FRAMES;
        if (reported || since < WINDOW || !enough && since < LONGEST_WINDOW) {
            return;
        }
        if (Math.min(pictures, sounds) > 0) {
            measured((double) picture - sound, since / SECOND, steps.lately(now));
        } else {
            rate = 0;
        }
        began = now;
        pictures = 0;
        sounds = 0;
        picture = Delays.NONE;
        sound = Delays.NONE;
    }

    /** Pictures came so much later than sound. */
    private void measured(double apart, double seconds, boolean stepped) {
        if (Double.isNaN(usual)) {
            usual = apart;
        }
        double error = apart - usual;
        boolean leap = Math.abs(apart - last) > LEAP || leaps > 0 && Math.abs(error) > LEAP;
        // After a step that was mended, it is more likely that it was mended too much or too little.
        if (leap && !stepped) {
            rate = 0;
            if (++leaps > BELIEVED_AFTER) {
                usual = apart;
                leaps = 0;
            }
        } else {
            leaps = 0;
            follow(error, seconds);
        }
        last = apart;
    }

    private void follow(double error, double seconds) {
        boolean sure = Math.abs(error) > TOLERANCE && error * lastError > 0 && Math.abs(lastError) > TOLERANCE / 2;
        if (sure) {
            learned = limited(learned + SLOW * error / SECOND * seconds);
        }
        // Pictures that come too late by their times have times that are too early.
        rate = sure || Math.abs(learned) > 0.002 ? limited(learned + (sure ? QUICK * error / SECOND : 0)) : 0;
        lastError = error;
    }

    private static double limited(double rate) {
        return Math.max(-FASTEST, Math.min(FASTEST, rate));
    }
}
