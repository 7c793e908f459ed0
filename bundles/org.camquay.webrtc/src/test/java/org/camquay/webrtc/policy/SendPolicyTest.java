// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.camquay.webrtc.congestion.PathState;
import org.camquay.webrtc.policy.SendPolicy.Gate;
import org.camquay.webrtc.policy.SendPolicy.Picture;
import org.camquay.webrtc.policy.SendPolicy.Reason;
import org.camquay.webrtc.policy.SendPolicy.State;
import org.camquay.webrtc.policy.SendPolicy.Stream;
import org.junit.jupiter.api.Test;

/** What is decided on paths and pictures as they are told, without anything that is sent. */
class SendPolicyTest {
    private static final int STREAM = 2_000_000;
    private static final PathState WIDE = new PathState(8_000_000, true, false, false, false);
    private static final PathState NARROW = new PathState(800_000, true, true, true, false);
    private static final PathState DOUBTED = new PathState(800_000, true, true, false, false);
    private static final PathState SILENT = new PathState(8_000_000, true, false, false, true);
    private static final PathState NO_REPORTS = new PathState(8_000_000, false, true, true, true);
    private static final Stream ALONE = new Stream(STREAM, 0, false, false, 1);
    private static final Stream WITH_SMALLER = new Stream(STREAM, 0, true, false, 1);
    private static final Picture DELTA = new Picture(false, 8_000, 0, false);
    private static final Picture KEY = new Picture(true, 90_000, 0, false);

    private final SendPolicy policy = new SendPolicy(SendTuning.DEFAULT);
    private long now = TimeUnit.HOURS.toNanos(1);

    private void pass(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private boolean takes(PathState path, Stream stream, Picture picture) {
        return policy.gate(path, true, now) == Gate.OPEN && policy.takes(path, stream, picture, now);
    }

    private void is(State state, Reason reason) {
        assertThat(policy.state()).isEqualTo(state);
        assertThat(policy.reason()).isEqualTo(reason);
    }

    @Test
    void widePath_everything() {
        assertThat(takes(WIDE, ALONE, DELTA)).isTrue();
        is(State.FULL, Reason.NONE);
    }

    @Test
    void tooSmallForAMoment_everything_forLonger_keyFramesOnly_untilItIsWide() {
        assertThat(takes(NARROW, ALONE, DELTA)).isTrue();
        pass(500);
        assertThat(takes(NARROW, ALONE, DELTA)).isTrue();
        pass(200);
        assertThat(takes(NARROW, ALONE, DELTA)).isFalse();
        is(State.KEY_FRAMES_ONLY, Reason.ESTIMATE_TOO_SMALL);
        assertThat(takes(NARROW, ALONE, KEY)).isTrue();
        is(State.KEY_FRAMES_ONLY, Reason.ESTIMATE_TOO_SMALL);
        assertThat(takes(WIDE, ALONE, DELTA)).as("not in the middle of a group").isFalse();
        assertThat(takes(WIDE, ALONE, KEY)).isTrue();
        is(State.FULL, Reason.NONE);
    }

    @Test
    void smallEstimate_nothingQueuesOrIsLost_isNotBelieved() {
        for (int i = 0; i < 100; i++) {
            assertThat(takes(DOUBTED, ALONE, DELTA)).isTrue();
            pass(40);
        }
        assertThat(policy.pace(DOUBTED, ALONE, DELTA)).isGreaterThan(STREAM);
    }

    @Test
    void picturesWait_onAFullPath_keyFramesOnly() {
        var late = new Picture(false, 8_000, TimeUnit.MILLISECONDS.toNanos(400), false);
        assertThat(takes(WIDE, ALONE, late)).isTrue();
        var full = new PathState(2_000_000, true, true, true, false);
        assertThat(takes(full, ALONE, late)).isFalse();
        is(State.KEY_FRAMES_ONLY, Reason.PICTURES_WAIT);
    }

    @Test
    void smallerThere_lessPatience_andNoKeyFrameOfTheLargerOne_unlessItNeverComes() {
        takes(NARROW, WITH_SMALLER, DELTA);
        pass(300);
        assertThat(takes(NARROW, WITH_SMALLER, KEY)).isFalse();
        is(State.KEY_FRAMES_ONLY, Reason.ESTIMATE_TOO_SMALL);
        pass(1_000);
        assertThat(takes(NARROW, WITH_SMALLER, KEY)).isFalse();
        pass(1_000);
        assertThat(takes(NARROW, WITH_SMALLER, KEY)).isTrue();
        policy.changed();
        assertThat(takes(WIDE, new Stream(400_000, STREAM, false, false, 1), DELTA))
                .isTrue();
        is(State.SMALLER, Reason.SMALLER_FITS);
    }

    @Test
    void largePictureUnderWay_isGivenUpForASmallerStreamOnly() {
        long waited = TimeUnit.MILLISECONDS.toNanos(400);
        assertThat(policy.givesUp(NARROW, ALONE, waited, now)).isFalse();
        assertThat(policy.givesUp(NARROW, WITH_SMALLER, waited, now)).isTrue();
    }

    @Test
    void silence_stalls_untilSomethingIsHeard() {
        assertThat(takes(WIDE, ALONE, DELTA)).isTrue();
        for (int i = 0; i < 9; i++) {
            assertThat(policy.gate(SILENT, true, now)).isEqualTo(Gate.SHUT);
            is(State.STALLED, Reason.SILENCE);
            pass(1_000);
        }
        assertThat(policy.gate(WIDE, true, now)).isEqualTo(Gate.RESUME);
        assertThat(policy.gate(WIDE, true, now)).isEqualTo(Gate.OPEN);
        is(State.FULL, Reason.NONE);
    }

    /** The peer may only have ceased to report: one key frame each ten seconds tells. */
    @Test
    void longSilence_aKeyFrameIsTriedNowAndThen() {
        int tried = 0;
        for (int i = 0; i < 60 * 25; i++) {
            var gate = policy.gate(SILENT, true, now);
            if (gate == Gate.RESUME) {
                tried++;
                assertThat(policy.gate(SILENT, true, now)).isEqualTo(Gate.OPEN);
                assertThat(policy.takes(SILENT, ALONE, KEY, now)).isTrue();
                gate = policy.gate(SILENT, true, now);
            }
            assertThat(gate).isEqualTo(Gate.SHUT);
            pass(40);
        }
        assertThat(tried).isEqualTo(5);
    }

    @Test
    void silence_ofAPeerThatOnlyReports_keyFramesOnly_untilItIsHeard() {
        assertThat(takes(NO_REPORTS, ALONE, DELTA)).isFalse();
        is(State.KEY_FRAMES_ONLY, Reason.SILENCE);
        assertThat(takes(NO_REPORTS, ALONE, KEY)).isTrue();
        assertThat(takes(NO_REPORTS, ALONE, DELTA)).isFalse();
        assertThat(takes(WIDE, ALONE, KEY)).isTrue();
        is(State.FULL, Reason.NONE);
    }

    @Test
    void silence_nothingToProbeWith_keyFramesOnly() {
        assertThat(policy.gate(SILENT, false, now)).isEqualTo(Gate.OPEN);
        is(State.KEY_FRAMES_ONLY, Reason.SILENCE);
    }

    @Test
    void pace_keyFrame_isSpread_andOfACrowdNoFaster() {
        takes(WIDE, ALONE, KEY);
        assertThat(policy.pace(WIDE, ALONE, KEY)).isEqualTo(90_000 * 8 * 50);
        var crowd = new Stream(STREAM, 0, false, false, 100);
        var small = new Picture(true, 3_000, 0, false);
        assertThat(policy.pace(WIDE, ALONE, small)).isEqualTo(20_000_000);
        assertThat(policy.pace(WIDE, crowd, small)).isEqualTo((long) (1.5 * STREAM));
    }

    @Test
    void pace_onALimitedPath_hardlyMoreThanItTakes() {
        var limited = new PathState(3_000_000, true, true, false, false);
        var backlog = new Picture(false, 8_000, 0, true);
        assertThat(policy.pace(limited, ALONE, KEY)).isEqualTo(3_900_000);
        assertThat(policy.pace(limited, ALONE, backlog)).isEqualTo(3_000_000);
    }
}
