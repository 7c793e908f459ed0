// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.testpattern;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Random;
import org.camquay.api.media.VideoFrame;

/**
 * The picture, in four bands from top to bottom (I420, BT.601, limited range):
 *
 * <pre>
 * +----+----+----+----+----+----+----+  0
 * |grey|yell|cyan|gree|mage|red |blue|       seven bars of 75 %
 * +----+----+----+----+----+----+----+  1/2
 * |          12:34:56.789            |       time of capture, UTC, white on black
 * +----------------------------------+  3/4
 * |    ####                          |       a white block, across from left to right in 2 s
 * +--+--+--+--+--+--+--+--+--+--+----+  7/8
 * |  |##|##|  |  |  |##|  | ...            16 blocks of equal width: the frame number's low 16 bits
 * +--+--+--+--+--+--+--+--+--+--+----+  1   in Gray code, highest bit left, white 1, black 0
 * </pre>
 */
final class Bars {
    /** Y, Cb, Cr of the bars, from left to right. */
    static final int[][] COLORS = {
        {180, 128, 128}, {162, 44, 142}, {131, 156, 44}, {112, 72, 58}, {84, 184, 198}, {65, 100, 212}, {35, 212, 114}
    };

    static final int BLACK = 16;
    static final int WHITE = 235;
    static final int COUNTER_BITS = 16;

    private static final long SWEEP_MICROS = 2_000_000;
    private static final int BLOCK_SHARE = 8;
    private static final int NOISE_STEPS = 8_191;
    private static final int NOISE_STRIDE = 1_237;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private final int width;
    private final int height;
    private final byte[] still;
    /** More than the band takes, so that it may begin elsewhere in each picture. */
    private final byte[] noise;

    Bars(int width, int height) {
        this(width, height, 0);
    }

    /** @param noise behind the clock, percent: what an encoder cannot foresee, so that it needs its bitrate */
    Bars(int width, int height, int noise) {
        this.width = width;
        this.height = height;
        this.noise = new byte[noise == 0 ? 0 : (line(6) - line(4)) * width + NOISE_STEPS];
        var random = new Random(noise);
        for (int i = 0; i < this.noise.length; i++) {
            this.noise[i] = (byte) (BLACK + random.nextInt(1 + (WHITE - BLACK) * noise / 100));
        }
        this.still = new byte[VideoFrame.size(width, height)];
        Arrays.fill(still, 0, width * height, (byte) BLACK);
        Arrays.fill(still, width * height, still.length, (byte) 128);
        int luma = width * height;
        var y = new Plane(still, 0, width);
        var u = new Plane(still, luma, width / 2);
        var v = new Plane(still, luma + luma / 4, width / 2);
        int bottom = line(4);
        for (int i = 0; i < COLORS.length; i++) {
            int left = edge(i, COLORS.length);
            int right = edge(i + 1, COLORS.length);
            y.fill(left, right, 0, bottom, COLORS[i][0]);
            u.fill(left / 2, right / 2, 0, bottom / 2, COLORS[i][1]);
            v.fill(left / 2, right / 2, 0, bottom / 2, COLORS[i][2]);
        }
    }

    /** Draws a frame: a copy of what stands still, and over it what changes. */
    ByteBuffer draw(long number, long timestamp, Instant time) {
        byte[] picture = still.clone();
        var luma = new Plane(picture, 0, width);
        if (noise.length > 0) {
            int from = (int) (number * NOISE_STRIDE % NOISE_STEPS);
            System.arraycopy(noise, from, picture, line(4) * width, noise.length - NOISE_STEPS);
        }
        drawClock(luma, TIME.format(time));
        int block = width / BLOCK_SHARE;
        int left = (int) ((width - block) * (timestamp % SWEEP_MICROS) / SWEEP_MICROS);
        luma.fill(left, left + block, line(6), line(7), WHITE);
        drawCounter(luma, number);
        return ByteBuffer.wrap(picture);
    }

    private void drawClock(Plane luma, String text) {
        int top = line(4);
        int dot =
                Math.max(1, Math.min(width / (text.length() * Glyphs.PITCH + 2), (line(6) - top) / (Glyphs.ROWS + 2)));
        // In a narrow picture the hours go first.
        String shown = text.substring(Math.max(0, text.length() - width / (Glyphs.PITCH * dot)));
        int left = (width - shown.length() * Glyphs.PITCH * dot) / 2;
        int upper = top + (line(6) - top - Glyphs.ROWS * dot) / 2;
        for (int i = 0; i < shown.length(); i++) {
            for (int row = 0; row < Glyphs.ROWS; row++) {
                for (int column = 0; column < Glyphs.COLUMNS; column++) {
                    if (Glyphs.lit(shown.charAt(i), row, column)) {
                        int x = left + (i * Glyphs.PITCH + column) * dot;
                        int y = upper + row * dot;
                        luma.fill(x, x + dot, y, y + dot, WHITE);
                    }
                }
            }
        }
    }

    private void drawCounter(Plane luma, long number) {
        long low = number & (1 << COUNTER_BITS) - 1;
        long gray = low ^ low >> 1;
        for (int i = 0; i < COUNTER_BITS; i++) {
            if ((gray >> COUNTER_BITS - 1 - i & 1) == 1) {
                luma.fill(i * width / COUNTER_BITS, (i + 1) * width / COUNTER_BITS, line(7), height, WHITE);
            }
        }
    }

    /** The first line of eighth {@code n} of the picture; even, as colours are stored for two lines at once. */
    private int line(int n) {
        return height * n / 8 & ~1;
    }

    private int edge(int n, int of) {
        return width * n / of & ~1;
    }
}
