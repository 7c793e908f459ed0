// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.nat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.camquay.itests.harness.Browser;
import org.camquay.itests.harness.Page;
import org.camquay.itests.nat.MeetingPoint.Turn;
import org.camquay.testkit.outside.OutsideProgram;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Firefox, whose ICE is another one, behind NATs: it plays the sound, and the picture where it has H.264. */
@ExtendWith(SharedWorld.class)
class FirefoxTest {
    private static final String STATS = "player.getStats()";
    private static final String HAS_H264 =
            "RTCRtpReceiver.getCapabilities('video').codecs.some(c => /h264/i.test(c.mimeType))";

    @ParameterizedTest(name = "camera {0}, Firefox {1}")
    @CsvSource({"PORT_RESTRICTED,PORT_RESTRICTED", "SYMMETRIC,SYMMETRIC", "SYMMETRIC,UDP_BLOCKED"})
    void firefox_behindTheseNats_playsOnTheMostDirectWay(NatKind cameraKind, NatKind viewerKind, World world)
            throws IOException {
        OutsideProgram.FIREFOX.require();
        var camera = world.camera(cameraKind, Turn.CAMQUAY);
        var expected = NatKind.direct(cameraKind, viewerKind) ? "direct" : "relay";
        try (var firefox = Browser.firefox(world.newViewerSite(viewerKind))) {
            World.watch(world.open(firefox, camera, Turn.CAMQUAY), camera, page -> {
                var name = "camera " + cameraKind + ", Firefox " + viewerKind;
                page.await(
                        name + ": it is live",
                        World.PATIENCE,
                        "player.state",
                        state -> state.asText().equals("live"));
                page.await(
                        name + ": the path is " + expected,
                        World.PATIENCE,
                        STATS,
                        now -> now.path("path").asText().equals(expected));
                boolean picture = page.evaluate(HAS_H264).asBoolean();
                var stats = plays(page, name, picture);
                System.out.println(
                        name + ", H.264 " + picture + ": " + stats.path("path").asText() + ", "
                                + stats.path("local").asText() + " to "
                                + stats.path("remote").asText() + ", live after "
                                + stats.path("liveMillis").asInt() + " ms");
            });
        }
    }

    /** Waits for new sound, which is not silence, and for new pictures where they can be. */
    private static JsonNode plays(Page page, String name, boolean picture) {
        var before = page.evaluate(STATS);
        var stats = page.await(
                name + ": sound comes",
                World.PATIENCE,
                STATS,
                now -> now.at("/audio/packetsReceived").asInt()
                        >= before.at("/audio/packetsReceived").asInt() + 50);
        assertThat(stats.at("/audio/totalAudioEnergy").asDouble()).as(name).isPositive();
        return picture ? World.awaitPictures(page, name + ": pictures come", World.PATIENCE) : stats;
    }
}
