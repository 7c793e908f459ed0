// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
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
    }
}
