// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.policy;

/**
 * Which of one viewer's wishes for a key frame are passed on. All viewers of a stream get that key frame, and pay for it:
 * so none is asked for while there is no path to show it on, and a viewer that asks and asks waits longer and longer.
 * Pure: told all times, in nanoseconds of one clock. Thread: the viewer's loop.
 */
public final class KeyFrameDemand {
    private static final long NEVER = Long.MIN_VALUE;

    private final SendTuning.Asking tuning;
    private int left;
    private long pause;
    private long refilledAt;
    private long passedAt = NEVER;
    private long askedAt = NEVER;
    private long sentAt = NEVER;

    /** Of a viewer that has not asked yet. */
    public KeyFrameDemand(SendTuning.Asking tuning) {
        this.tuning = tuning;
        this.left = tuning.atOnce();
        this.pause = tuning.pause();
    }

    /** A key frame went out to the viewer. */
    public void sent(long now) {
        sentAt = now;
    }

    /**
     * The viewer wants a key frame.
     *
     * @param roundTrip nanoseconds
     * @return whether the source is asked
     */
    public boolean passes(long roundTrip, long now) {
        boolean onItsWay = sentAt != NEVER && now - sentAt < roundTrip + tuning.onItsWay();
        if (onItsWay) {
            return false;
        }
        refill(now);
        askedAt = now;
        boolean tooSoon = passedAt != NEVER && now - passedAt < tuning.between();
        if (left == 0 || tooSoon) {
            return false;
        }
        if (left == tuning.atOnce()) {
            refilledAt = now;
        }
        left--;
        passedAt = now;
        return true;
    }

    /** One more each pause, which begins with the first request; longer for a viewer that asked all the time. */
    private void refill(long now) {
        if (askedAt != NEVER && now - askedAt >= tuning.pause()) {
            left = tuning.atOnce();
            pause = tuning.pause();
        } else if (left < tuning.atOnce() && now - refilledAt >= pause) {
            left++;
            refilledAt = now;
            pause = Math.min(tuning.longestPause(), 2 * pause);
        }
    }
}
