// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A line of which three quarters go and come back, at any moment between key frames, with a peer that reports on packets. */
class FallingCapacityTest {
    private static final long FREEZE = 190;

    private ViewedGroup group;

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 6, 9, 12, 15, 18, 21, 24})
    void fallsAndReturns_steadySoonAndBackSoon(int moment) {
        for (int phase = 0; phase < ViewedGroup.RATE; phase += 4) {
            group = new ViewedGroup(phase, true, this::report);
            fallAndReturn(
                    moment, String.format("%d frames after a key frame, the smaller one's %d before", moment, phase));
        }
    }

    /** The smaller stream's last key frame may be as far away as its next one. */
    @ParameterizedTest
    @CsvSource({"2, 0.88", "4, 0.8"})
    void longGroupsOfPictures_mostSteadyAsSoon(int seconds, double share) {
        int pictures = seconds * ViewedGroup.RATE;
        int falls = 0;
        int soon = 0;
        for (int moment = 0; moment < pictures; moment += pictures / 8) {
            for (int phase = 0; phase < pictures; phase += pictures / 5) {
                group = new ViewedGroup(pictures, phase, true, this::report);
                group.run(12 + moment / (double) ViewedGroup.RATE);
                long fell = group.now();
                group.link.capacity(1e6);
                group.run(2 * seconds + 4);
                long steady = group.viewer.steadyAfter(fell, FREEZE);
                falls++;
                soon += steady < 2_000 ? 1 : 0;
                String which = moment + ", " + phase;
                assertThat(group.sender.quality()).as(which).isEqualTo("sub");
                assertThat(steady).as(which).isLessThan(seconds * 1_000L + 1_000);
                assertThat(group.viewer.disorderly()).as(which).isZero();
            }
        }
        assertThat(soon / (double) falls).as("%s of %s", soon, falls).isGreaterThan(share);
    }

    private void report() {
        var feedback = group.link.feedback(group.now());
        if (feedback != null) {
            group.loop.run(() -> group.bandwidth.onFeedback(feedback, group.now()));
        }
    }

    private void fallAndReturn(int moment, String which) {
        group.run(10 + moment / (double) ViewedGroup.RATE);
        long fell = group.now();
        group.link.capacity(1e6);
        group.run(8);
        var viewer = group.viewer;
        assertThat(group.sender.quality()).as(which).isEqualTo("sub");
        assertThat(viewer.steadyAfter(fell, FREEZE))
                .as("%s: %s", which, viewer.gaps(fell, FREEZE))
                .isLessThan(2_000);
        long returned = group.now();
        group.link.capacity(4e6);
        assertThat(group.secondsUntil("main", 12)).as(which).isLessThan(10);
        group.run(3);
        assertThat(viewer.gaps(returned, FREEZE)).as(which).isEmpty();
        assertThat(viewer.disorderly()).as(which).isZero();
    }
}
