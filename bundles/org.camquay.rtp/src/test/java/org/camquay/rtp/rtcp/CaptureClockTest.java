// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A camera whose picture and sound were captured together, and arrive as the test says. Times in microseconds. */
class CaptureClockTest {
    private static final long SECOND = 1_000_000;
    private static final long EPOCH = 1_700_000_000L * SECOND;

    private final CaptureClock clock = new CaptureClock();
    private final CaptureClock.Track picture = clock.track(90_000, false);
    private final CaptureClock.Track sound = clock.track(8_000, true);

    private long pictureAt(long captured, long delay) {
        return picture.micros(captured * 9 / 100 + 777 & 0xffffffffL, captured + delay);
    }

    private long soundAt(long captured, long delay) {
        return sound.micros(captured / 125 + 555 & 0xffffffffL, captured + delay);
    }

    private void reports(long captured, long pictureStep, long soundStep) {
        picture.report(report(captured * 9 / 100 + 777, captured + pictureStep), captured);
        sound.report(report(captured / 125 + 555, captured + soundStep), captured);
    }

    private static SenderReport report(long rtp, long wall) {
        return new SenderReport(1, NtpTime.fromEpochMicros(EPOCH + wall), rtp & 0xffffffffL, 0, 0, List.of());
    }

    @Test
    void withoutReports_tracksBeginWhenTheyArrive() {
        assertThat(pictureAt(0, 300_000)).isEqualTo(300_000);
        assertThat(soundAt(0, 100_000)).isEqualTo(100_000);
        assertThat(pictureAt(SECOND, 500_000)).isBetween(1_299_990L, 1_300_010L);
        assertThat(picture.captured(300_000)).isEmpty();
    }

    @Test
    void reports_bringThePictureToTheSound_slowly() {
        long before = pictureAt(0, 300_000);
        soundAt(0, 100_000);
        reports(1000, 0, 0);
        long most = 0;
        for (long t = 40_000; t <= 10 * SECOND; t += 40_000) {
            long micros = pictureAt(t, 300_000);
            most = Math.max(most, Math.abs(micros - before - 40_000));
            before = micros;
            assertThat(soundAt(t, 100_000)).isBetween(t + 99_000, t + 101_000);
        }
        assertThat(most).isBetween(1L, 2_000L);
        assertThat(before).isBetween(10 * SECOND + 99_000, 10 * SECOND + 101_000);
        assertThat(picture.captured(before).getAsLong())
                .isBetween(EPOCH + 10 * SECOND - 1000, EPOCH + 10 * SECOND + 1000);
    }

    @Test
    void reports_beforeTheFirstFrame_setItAtOnce() {
        soundAt(0, 100_000);
        sound.report(report(555, 0), 0);
        assertThat(soundAt(20_000, 100_000)).isBetween(119_000L, 121_000L);
        // its first report can only be placed once one of its packets came
        picture.report(report(777, 0), 0);
        assertThat(pictureAt(0, 300_000)).isEqualTo(300_000);
    }

    @Test
    void stepsOfTheReports_moveNothing() {
        pictureAt(0, 0);
        soundAt(0, 0);
        long[] pictureSteps = {0, 8, 8, -30, 8, 0, 1, 0, 1};
        long[] soundSteps = {0, 0, 8, 8, -1, 0, 0, 0, 0};
        for (int i = 0; i < 200; i++) {
            long t = i * 200_000L;
            if (i % 20 == 1) {
                int step = i / 20 % pictureSteps.length;
                reports(t, pictureSteps[step] * SECOND, soundSteps[step] * SECOND);
            }
            assertThat(pictureAt(t, 0)).isBetween(t - 1000, t + 1000);
            assertThat(soundAt(t, 0)).isBetween(t - 1000, t + 1000);
        }
    }

    @Test
    void reports_thatPutTracksFarApart_areNotBelieved() {
        pictureAt(0, 0);
        soundAt(0, 0);
        reports(0, 0, 50 * SECOND);
        for (long t = 0; t <= 5 * SECOND; t += 40_000) {
            assertThat(pictureAt(t, 0)).isBetween(t - 1000, t + 1000);
        }
    }

    @Test
    void rtpClockThatSteps_stepsOnItsTrackOnly() {
        pictureAt(0, 0);
        soundAt(0, 0);
        reports(0, 0, 0);
        // from here on the picture's RTP clock is 4 s ahead
        for (long t = SECOND; t <= 10 * SECOND; t += SECOND) {
            long ahead = (t + 4 * SECOND) * 9 / 100 + 777;
            picture.report(report(ahead, t), t);
            assertThat(picture.micros(ahead, t)).isBetween(t + 4 * SECOND - 1000, t + 4 * SECOND + 1000);
            assertThat(soundAt(t, 0)).isBetween(t - 1000, t + 1000);
        }
    }

    @Test
    void clockThatDrifts_isFollowed() {
        pictureAt(0, 0);
        soundAt(0, 0);
        reports(0, 0, 0);
        for (long t = 0; t <= 60 * SECOND; t += 20_000) {
            long fast = t * 103 / 100;
            if (t % (5 * SECOND) == 0) {
                picture.report(report(t * 9 / 100 + 777, t), t);
                sound.report(report(fast / 125 + 555, t), t);
            }
            assertThat(Math.abs(sound.micros(fast / 125 + 555, t) - pictureAt(t, 0)))
                    .isLessThan(200_000);
        }
    }

    @Test
    void equalTimestamps_whileReportsMoveTheTrack_areEqualAndNoneGoesBack() {
        pictureAt(0, 0);
        soundAt(0, 0);
        reports(0, -SECOND / 2, 0);
        long before = pictureAt(0, 0);
        for (long n = 1; n < 500; n++) {
            long time = picture.micros(n / 5 * 5 * 40_000 * 9 / 100 + 777, n * 40_000);
            if (n % 5 == 0) {
                assertThat(time).isGreaterThan(before);
            } else {
                assertThat(time).isEqualTo(before);
            }
            before = time;
        }
        assertThat(before).isEqualTo(495 * 40_000 - SECOND / 2);
    }
}
