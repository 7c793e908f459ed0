// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a viewer sees whose path is gone for a while, at any moment between key frames. */
class OutageTest {
    private static final long FREEZE = 200;
    private static final double MEGABIT = 1e6;

    @ParameterizedTest(name = "{0} s, {1} Mbit/s, key frames of {2} bytes each {3} pictures")
    @CsvSource({
        "1, 8, 30000, 25, 1000",
        "1, 8, 90000, 25, 1000",
        "1, 6, 90000, 25, 1000",
        "5, 8, 30000, 25, 1000",
        "5, 6, 90000, 25, 1000",
        "10, 8, 30000, 25, 1000",
        "10, 8, 90000, 25, 1000",
        "10, 6, 90000, 25, 1000",
        "15, 8, 30000, 25, 1500",
        "15, 6, 90000, 25, 1500",
        "25, 8, 30000, 25, 1500",
        "25, 6, 90000, 25, 1500",
        "30, 8, 90000, 25, 1500",
        "2, 8, 90000, 50, 1000",
        "5, 8, 90000, 50, 1000"
    })
    void pathIsBack_pictureSoon_andNoGapsAfterThat(double outage, double megabits, int keyBytes, int group, long most) {
        long worst = 0;
        for (int moment = 0; moment < group; moment += 8) {
            var seen = new SimulatedViewer(ScriptedPeer.TRANSPORT_WIDE, megabits * MEGABIT, keyBytes, group);
            seen.run(5 + moment / (double) SimulatedViewer.RATE);
            seen.down(true);
            seen.run(outage);
            seen.down(false);
            long back = seen.now();
            seen.run(6);
            worst = Math.max(worst, seen.firstShownAfter(back));
            String when = moment + " pictures after a key frame";
            assertThat(seen.firstShownAfter(back)).as(when).isLessThan(most);
            assertThat(seen.viewer.gaps(back + 2_000_000_000L, FREEZE)).as(when).isEmpty();
        }
        System.out.printf(
                "%.0f s without a path of %.0f Mbit/s: picture within %d ms after it is back%n",
                outage, megabits, worst);
    }

    /** What is lost in so short a time is sent again; nothing is stopped or left out. */
    @ParameterizedTest
    @ValueSource(ints = {30_000, 90_000})
    void shortOutage_stopsNothing(int keyBytes) {
        for (int moment = 0; moment < SimulatedViewer.RATE; moment += 6) {
            var seen = new SimulatedViewer(ScriptedPeer.TRANSPORT_WIDE, 8e6, keyBytes, SimulatedViewer.RATE);
            seen.run(5 + moment / (double) SimulatedViewer.RATE);
            seen.down(true);
            seen.run(0.4);
            seen.down(false);
            seen.run(0.3);
            assertThat(seen.sender.stats().qualityLimitationReason()).isEqualTo("none");
            seen.run(5);
            assertThat(seen.sender.stats().framesDropped()).isZero();
            assertThat(seen.sender.stats().framesSent()).isEqualTo(seen.pictures());
            assertThat(seen.viewer.disorderly()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {30_000, 90_000})
    void reportsAreLateByThat_noPictureIsLate(int keyBytes) {
        for (int moment = 0; moment < SimulatedViewer.RATE; moment += 6) {
            var seen = new SimulatedViewer(ScriptedPeer.TRANSPORT_WIDE, 8e6, keyBytes, SimulatedViewer.RATE);
            seen.run(5 + moment / (double) SimulatedViewer.RATE);
            long from = seen.now();
            seen.unheard(true);
            seen.run(0.4);
            seen.unheard(false);
            seen.run(5);
            assertThat(seen.viewer.gaps(from, FREEZE)).isEmpty();
            assertThat(seen.sender.stats().framesSent()).isEqualTo(seen.pictures());
        }
    }

    /** Whatever is heard last, and however long it lasts: never a time in which much is sent. */
    @ParameterizedTest
    @ValueSource(ints = {30_000, 90_000})
    void intoADeadPath_littleIsSent(int keyBytes) {
        for (int moment = 0; moment < SimulatedViewer.RATE; moment += 6) {
            var seen = new SimulatedViewer(ScriptedPeer.TRANSPORT_WIDE, 8e6, keyBytes, SimulatedViewer.RATE);
            seen.run(5 + moment / (double) SimulatedViewer.RATE);
            seen.down(true);
            long from = seen.now();
            seen.run(10);
            assertThat(seen.bitsSince(from) / 10)
                    .as("%s pictures after a key frame", moment)
                    .isLessThan(0.3 * MEGABIT);
        }
    }
}
