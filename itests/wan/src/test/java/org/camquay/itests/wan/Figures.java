// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.wan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/**
 * What a viewer saw in some time, by the browser's own figures (W3C webrtc-stats).
 *
 * @param seconds how long
 * @param frames decoded
 * @param freezes more than 150 ms longer than usual without a new picture
 * @param frozenMillis all of them together
 * @param gaps between two pictures on the screen
 * @param lost packets that had to be repaired or were missed
 * @param height of the picture, at the end
 */
record Figures(
        double seconds,
        int frames,
        int dropped,
        int freezes,
        double frozenMillis,
        List<Gap> gaps,
        int received,
        int lost,
        int nacks,
        int repaired,
        int pictureLosses,
        double bitrate,
        double delayMillis,
        int height) {
    /** The time of a frame, at 25 a second, and 150 ms, as W3C counts; less one of a screen's, which rounds them. */
    private static final double FREEZE = 173;

    /** From one reading to a later one. */
    static Figures between(JsonNode before, JsonNode after) {
        double seconds = (after.path("at").asDouble() - before.path("at").asDouble()) / 1_000;
        return new Figures(
                seconds,
                grown("framesDecoded", before, after),
                grown("framesDropped", before, after),
                grown("freezeCount", before, after),
                1_000 * risen("totalFreezesDuration", before, after),
                Gap.of(after),
                grown("packetsReceived", before, after),
                grown("packetsLost", before, after),
                grown("nackCount", before, after),
                grown("retransmittedPacketsReceived", before, after),
                grown("pliCount", before, after),
                8 * risen("bytesReceived", before, after) / seconds,
                1_000
                        * risen("jitterBufferDelay", before, after)
                        / Math.max(1, risen("jitterBufferEmittedCount", before, after)),
                after.path("frameHeight").asInt());
    }

    private static int grown(String name, JsonNode before, JsonNode after) {
        return after.path(name).asInt() - before.path(name).asInt();
    }

    private static double risen(String name, JsonNode before, JsonNode after) {
        return after.path(name).asDouble() - before.path(name).asDouble();
    }

    /** 0 when none was notable. */
    double longestGapMillis() {
        return gaps.stream().mapToDouble(Gap::length).max().orElse(0);
    }

    /** Those as long as a freeze while a viewer of a good line had none: the machine was not to blame. */
    List<Gap> freezesAgainst(Figures good) {
        return freezes == 0
                ? List.of()
                : gaps.stream()
                        .filter(gap -> gap.length() >= FREEZE && !gap.sharedBy(good.gaps))
                        .toList();
    }

    double framesPerSecond() {
        return frames / seconds;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.1f s, %d lines: %.2f frames/s, %d dropped, %d freezes of %.0f ms, gaps %s, %d of %d packets lost,"
                        + " %d NACK, %d by RTX, %d PLI, %.0f kbit/s, jitter buffer %.0f ms",
                seconds,
                height,
                framesPerSecond(),
                dropped,
                freezes,
                frozenMillis,
                gaps,
                lost,
                received + lost,
                nacks,
                repaired,
                pictureLosses,
                bitrate / 1_000,
                delayMillis);
    }
}
