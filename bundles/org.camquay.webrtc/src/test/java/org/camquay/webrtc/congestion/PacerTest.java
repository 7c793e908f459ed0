// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PacerTest {
    private static final int PACKET = 1_200;
    private static final long BITRATE = 4_000_000;

    private final Pacer pacer = new Pacer();
    private long now = TimeUnit.SECONDS.toNanos(1);

    PacerTest() {
        pacer.frame(0, at -> BITRATE, now);
    }

    /** Puts out what may go, at most so many packets. */
    private int out(int most) {
        int packets = 0;
        while (packets < most && pacer.open(now)) {
            pacer.took(PACKET);
            packets++;
        }
        return packets;
    }

    @Test
    void open_nothingSaidOfAFrame_endsWithTheBudget() {
        assertThat(out(100)).isEqualTo(12);
        now += pacer.pause();
        assertThat(out(100)).isBetween(1, 3);
    }

    @Test
    void frame_usualOne_isNotTorn() {
        assertThat(out(8)).isEqualTo(8);
        pacer.frame(8 * PACKET, at -> BITRATE, now);
        assertThat(out(100)).as("4 of the budget, all of the frame").isEqualTo(8);
    }

    @Test
    void frame_inDebt_waitsForItsFirstPacket() {
        out(100);
        pacer.frame(8 * PACKET, at -> BITRATE, now);
        assertThat(pacer.open(now)).isFalse();
        now += pacer.pause();
        assertThat(out(8)).isEqualTo(8);
        assertThat(pacer.open(now)).as("what it took too early is waited for").isFalse();
    }

    @Test
    void frame_largerThanABurst_isSpread() {
        pacer.frame(30 * PACKET, at -> BITRATE, now);
        assertThat(out(100)).isEqualTo(12);
    }

    @Test
    void frame_afterFrame_keepsTheRateOnAverage() {
        int packets = 0;
        long end = now + TimeUnit.SECONDS.toNanos(10);
        while (now < end) {
            pacer.frame(8 * PACKET, at -> BITRATE, now);
            for (int i = 0; i < 8; i++) {
                while (!pacer.open(now)) {
                    now += pacer.pause();
                }
                pacer.took(PACKET);
                packets++;
            }
        }
        assertThat(packets * PACKET * 8 / 10.0).isBetween(0.95 * BITRATE, 1.05 * BITRATE);
    }

    @Test
    void pause_atHardlyAnyRate_isShort_andTheRateIsReadAnew() {
        long[] rate = {1};
        pacer.frame(100 * PACKET, at -> rate[0], now);
        assertThat(out(100)).isEqualTo(12);
        assertThat(pacer.pause()).isLessThan(TimeUnit.MILLISECONDS.toNanos(100));
        now += pacer.pause();
        pacer.batch(now);
        assertThat(out(100)).as("a debt of one packet").isLessThan(2);
        rate[0] = BITRATE;
        pacer.batch(now);
        now += TimeUnit.MILLISECONDS.toNanos(10);
        pacer.batch(now);
        assertThat(out(100)).as("10 ms at the new rate").isBetween(3, 5);
    }

    @Test
    void tooMuchUnasked_isOverdrawn_untilItIsMadeUpForOrForgiven() {
        var pacer = new Pacer();
        long now = 1_000_000_000;
        pacer.frame(0, at -> 1_000_000, now);
        pacer.took(15_000);
        assertThat(pacer.overdrawn(now)).as("a packet or so").isFalse();
        pacer.took(25_000);
        assertThat(pacer.overdrawn(now)).isTrue();
        assertThat(pacer.open(now)).isFalse();
        assertThat(pacer.overdrawn(now + 200_000_000)).as("25 kB later").isFalse();
        pacer.took(50_000);
        pacer.forgive();
        assertThat(pacer.overdrawn(now + 200_000_000)).isFalse();
        assertThat(pacer.open(now + 205_000_000)).isTrue();
    }
}
