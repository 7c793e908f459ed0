// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

/**
 * How long a receiver may hold frames back to make motion even.
 *
 * @param minMillis 0 to 40950
 * @param maxMillis 0 to 40950, not below the minimum; negative to say nothing to the receiver
 */
public record PlayoutDelay(int minMillis, int maxMillis) {
    private static final int GRANULARITY = 10;
    private static final int LIMIT = 0xfff;
    /** A receiver asks again after 100 ms, as long as it does not know the round trip. */
    private static final long REPAIR = 100;

    private static final long LONGEST_REPAIR = 400;

    /** Says nothing. */
    public static final PlayoutDelay UNSPECIFIED = new PlayoutDelay(0, -1);

    boolean specified() {
        return maxMillis >= 0;
    }

    /**
     * For a path with losses: there is time to ask for a packet twice, as far as the maximum allows.
     *
     * @param roundTripMillis of the path
     */
    PlayoutDelay repairing(long roundTripMillis) {
        long wanted = Math.min(LONGEST_REPAIR, REPAIR + 2 * roundTripMillis);
        return new PlayoutDelay((int) Math.max(minMillis, Math.min(maxMillis, wanted)), maxMillis);
    }

    /** This one, but with a minimum that is not more than so much above the one before. */
    PlayoutDelay after(PlayoutDelay before, int stepMillis) {
        return new PlayoutDelay(Math.min(minMillis, before.minMillis + stepMillis), maxMillis);
    }

    /** The extension's value: two times 12 bits, in units of 10 ms. */
    byte[] value() {
        int min = Math.max(0, Math.min(LIMIT, minMillis / GRANULARITY));
        int max = Math.max(min, Math.min(LIMIT, maxMillis / GRANULARITY));
        return new byte[] {(byte) (min >> 4), (byte) (min << 4 | max >> 8), (byte) max};
    }
}
