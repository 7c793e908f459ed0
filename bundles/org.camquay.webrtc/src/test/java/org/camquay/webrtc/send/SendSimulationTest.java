// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a viewer of 2 Mbit/s sees over paths of all kinds, a minute long on virtual time. Outages: {@link OutageTest}. */
class SendSimulationTest {
    private static final int SECONDS = 60;

    /**
     * One row.
     *
     * @param megabits a second that the path takes
     * @param lost of packets
     * @param keyBytes of a key frame, one each second
     * @param viewers of the camera beside this one
     * @param least pictures of a hundred that are shown
     * @param most the same
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "steady,                        TRANSPORT_WIDE,          20,  0,    30000, 0,  100, 100",
        "steady with large key frames,  TRANSPORT_WIDE,          20,  0,    90000, 0,  100, 100",
        "just wide enough,              TRANSPORT_WIDE,          3,   0,    30000, 0,  97,  100",
        "narrow,                        TRANSPORT_WIDE,          1,   0,    30000, 0,  3,   30",
        "narrow with large key frames,  TRANSPORT_WIDE,          1.2, 0,    90000, 0,  3,   30",
        "losing 2 of 100,               TRANSPORT_WIDE,          20,  0.02, 30000, 0,  99,  100",
        "losing 5 of 100,               TRANSPORT_WIDE,          20,  0.05, 30000, 0,  98,  100",
        "in a crowd,                    TRANSPORT_WIDE,          20,  0,    90000, 12, 99,  100",
        "estimates and reports,         RECEIVER_ESTIMATE,       20,  0,    30000, 0,  99,  100",
        "reports only,                  AGREED_BUT_REPORTS_ONLY, 20,  0,    30000, 0,  99,  100",
        "silent,                        AGREED_BUT_SILENT,       20,  0,    90000, 0,  99,  100",
    })
    void path_picturesShown(
            String name,
            ScriptedPeer peer,
            double megabits,
            double lost,
            int keyBytes,
            int viewers,
            int least,
            int most) {
        var seen = new SimulatedViewer(peer, megabits * 1e6, keyBytes, SimulatedViewer.RATE);
        for (int i = 0; i < viewers; i++) {
            seen.beside(ScriptedPeer.AGREED_BUT_SILENT, 20e6);
        }
        seen.link.loss(lost);
        seen.run(SECONDS);
        double share = 100.0 * seen.viewer.shown.size() / seen.pictures();
        System.out.printf(
                "%s: %.1f %% of the pictures, longest gap %d ms, %s%n",
                name, share, seen.longestGap(), seen.sender.stats().qualityLimitationReason());
        assertThat(share).isBetween((double) least - 0.5, (double) most);
        assertThat(seen.sender.stats().framesDropped() == 0).isEqualTo(least > 90);
        assertThat(seen.track.keyFrameRequests()).isLessThan(3 + viewers);
        assertThat(seen.viewer.disorderly()).isZero();
    }
}
