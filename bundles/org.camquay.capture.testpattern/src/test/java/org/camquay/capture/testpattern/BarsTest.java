// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.testpattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BarsTest {
    private static final Instant TIME = Instant.parse("2026-11-21T12:34:56.789Z");

    @ParameterizedTest
    @CsvSource({"64, 64", "66, 70", "1280, 720", "3840, 2160", "64, 2160", "3840, 64"})
    void draw_anySize_showsTheSevenColors(int width, int height) {
        ByteBuffer picture = new Bars(width, height).draw(0, 0, TIME);
        for (int i = 0; i < 7; i++) {
            int x = (2 * i + 1) * width / 14;
            int y = height / 4;
            int chroma = width * height + y / 2 * (width / 2) + x / 2;
            assertThat(at(picture, y * width + x)).isEqualTo(Bars.COLORS[i][0]);
            assertThat(at(picture, chroma)).isEqualTo(Bars.COLORS[i][1]);
            assertThat(at(picture, chroma + width * height / 4)).isEqualTo(Bars.COLORS[i][2]);
        }
    }

    @Test
    void colors_asRgb_areThreeQuartersOfFull() {
        int[][] expected = {
            {191, 191, 191}, {191, 191, 0}, {0, 191, 191}, {0, 191, 0}, {191, 0, 191}, {191, 0, 0}, {0, 0, 191}
        };
        for (int i = 0; i < 7; i++) {
            double y = 1.164 * (Bars.COLORS[i][0] - 16);
            double u = Bars.COLORS[i][1] - 128;
            double v = Bars.COLORS[i][2] - 128;
            double[] rgb = {y + 1.596 * v, y - 0.392 * u - 0.813 * v, y + 2.017 * u};
            for (int c = 0; c < 3; c++) {
                assertThat(rgb[c]).as("bar %d", i).isBetween(expected[i][c] - 3.0, expected[i][c] + 3.0);
            }
        }
    }

    @Test
    void noise_isBehindTheClockAlone_andElsewhereInEachPicture() {
        var plain = new Bars(640, 360).draw(7, 0, TIME);
        var bars = new Bars(640, 360, 50);
        var first = bars.draw(7, 0, TIME);
        var second = bars.draw(8, 0, TIME);
        int band = 640 * 180;
        assertThat(first.slice(0, band)).isEqualTo(plain.slice(0, band));
        assertThat(first.slice(640 * 270, first.limit() - 640 * 270))
                .isEqualTo(plain.slice(640 * 270, plain.limit() - 640 * 270));
        int differ = 0;
        for (int i = band; i < band + 640 * 90; i++) {
            differ += first.get(i) != second.get(i) ? 1 : 0;
        }
        assertThat(differ).isGreaterThan(640 * 90 / 2);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 255, 4711, 65_535, 65_536, 10_000_000_000L})
    void counter_readBack_isTheFrameNumber(long number) {
        int width = 640;
        ByteBuffer picture = new Bars(width, 360).draw(number, 0, TIME);
        int binary = 0;
        int bit = 0;
        for (int i = 0; i < 16; i++) {
            bit ^= at(picture, 345 * width + (2 * i + 1) * width / 32) > 125 ? 1 : 0;
            binary = binary << 1 | bit;
        }
        assertThat(binary).isEqualTo((int) (number & 0xffff));
    }

    @Test
    void clock_ofAKnownTime_readsSo() {
        int width = 74;
        ByteBuffer picture = new Bars(width, 80).draw(0, 0, TIME);
        var rows = new StringBuilder();
        for (int y = 40; y < 60; y++) {
            var row = new StringBuilder();
            for (int x = 0; x < width; x++) {
                row.append(at(picture, y * width + x) > 125 ? '#' : ' ');
            }
            rows.append(row.toString().stripTrailing()).append('\n');
        }
        assertThat(rows.toString().stripTrailing().stripIndent().replaceFirst("^\\n+", ""))
                .isEqualTo("""
                         #    ###        #####    #        #####   ##        #####  ###   ###
                        ##   #   #   #      #    ##    #   #      #              # #   # #   #
                         #       #   #     #    # #    #   ####  #              #  #   # #   #
                         #      #           #  #  #            # ####          #    ###   ####
                         #     #     #       # #####   #       # #   #        #    #   #     #
                         #    #      #   #   #    #    #   #   # #   #   ##   #    #   #    #
                        ###  #####        ###     #         ###   ###    ##   #     ###   ##""");
    }

    @Test
    void block_overTwoSeconds_movesAcross() {
        var bars = new Bars(640, 360);
        assertThat(left(bars, 0)).isZero();
        assertThat(left(bars, 1_000_000)).isEqualTo(280);
        assertThat(left(bars, 1_999_999)).isEqualTo(559);
        assertThat(left(bars, 2_000_000)).isZero();
    }

    private static int left(Bars bars, long timestamp) {
        ByteBuffer picture = bars.draw(0, timestamp, TIME);
        int x = 0;
        while (at(picture, 290 * 640 + x) != Bars.WHITE) {
            x++;
        }
        return x;
    }

    private static int at(ByteBuffer picture, int index) {
        return picture.get(index) & 0xff;
    }
}
