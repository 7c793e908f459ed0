// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SenderWallClockTest {
    private static final long NOW = 1_800_000_000_000_000L;
    private static final long WAY = 30_000;

    private final SenderWallClock clock = new SenderWallClock();
    private final Random random = new Random(1);

    /** Frames 40 ms apart, 30 ms under way and up to 20 ms more; returns by how much the last is off. */
    private long errorOf(long cameraAhead, int frames) {
        long error = 0;
        for (int i = 0; i < frames; i++) {
            long captured = NOW + i * 40_000L;
            long came = captured + WAY + (i == 5 ? 0 : random.nextInt(20_000));
            error = clock.captured(captured + cameraAhead, came) - captured;
        }
        return error;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 10_000, -1_500_000})
    void camera_withAPlausibleClock_isBelieved(long ahead) {
        assertThat(errorOf(ahead, 100)).isEqualTo(ahead);
    }

    /** A second ahead, an hour behind, never set. */
    @ParameterizedTest
    @ValueSource(longs = {1_000_000, -3_600_000_000L, -NOW})
    void camera_withAWrongClock_isSetRightByItsQuickestFrame(long ahead) {
        assertThat(errorOf(ahead, 100)).as("its way is not known").isEqualTo(WAY);
        assertThat(errorOf(ahead, 100)).isEqualTo(WAY);
    }

    @ParameterizedTest
    @ValueSource(longs = {50, -3_600_000_000L})
    void camera_whoseClockDrifts_isFollowed(long ahead) {
        long error = 0;
        for (int i = 0; i < 10_000; i++) {
            long captured = NOW + i * 40_000L;
            // 0.1 %
            long told = captured + ahead + (captured - NOW) / 1_000;
            error = clock.captured(told, captured + WAY) - captured;
        }
        assertThat(error).isBetween(0L, WAY + 60_000);
    }
}
