// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.wan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.Duration;
import org.camquay.itests.harness.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A stream that we encode, at 1.9 Mbit/s, and its only viewer at the end of a line that becomes too small for it. */
class EncoderTest {
    private static final String ROOM = "encoded";
    private static final double STEADY = 0.8;
    private static final double NEARLY_ALL = 1_400_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static World world;
    private static Viewer viewer;

    @BeforeAll
    static void build() throws IOException {
        world = new World();
        world.api().data("pullStream", "uri=test:bars?size=1280x720&noise=30", "localStreamName=" + ROOM);
        world.api().data("startWebRTC", "ersIP=127.0.0.1", "ersPort=" + World.PORT, "roomID=" + ROOM);
        viewer = world.viewer("viewer");
    }

    @AfterAll
    static void takeDown() {
        if (world != null) {
            world.close();
        }
    }

    @Test
    void capacityFallsAndReturns_allPicturesAtALowerBitrate_thenAsBefore() {
        viewer.line().is("both delay=25 rate=4000 queue=250");
        viewer.watch(ROOM);
        Await.value("the full bitrate", PATIENCE, EncoderTest::sent, bits -> bits > NEARLY_ALL);
        viewer.line().is("both rate=500");
        Viewer.pass(Duration.ofSeconds(5));
        viewer.mark();
        Viewer.pass(Duration.ofSeconds(15));
        var seen = viewer.since();
        System.out.println("500 kbit/s: " + seen + "\n    " + outbound());
        double made = outbound().path("framesPerSecond").asDouble();
        assertThat(seen.framesPerSecond()).as("of %s made", made).isGreaterThan(STEADY * made);
        assertThat(seen.bitrate()).isLessThan(500_000);
        assertThat(outbound().path("qualityLimitationReason").asText()).isEqualTo("bandwidth");
        assertThat(outbound().path("thinned").asBoolean()).isFalse();
        viewer.line().is("both rate=4000");
        long begin = System.nanoTime();
        Await.value("the full bitrate again", PATIENCE, EncoderTest::sent, bits -> bits > NEARLY_ALL);
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf("4 Mbit/s again: the full bitrate after %.1f s%n", seconds);
        assertThat(seconds).isLessThan(20);
    }

    private static double sent() {
        return outbound().path("bitrate").asDouble();
    }

    /** W3C outbound-rtp of the picture; the missing node while nobody watches. */
    private static JsonNode outbound() {
        for (var peer : world.api().data("getPeerStats").path("peers")) {
            for (var rtp : peer.path("outboundRtp")) {
                if (rtp.path("kind").asText().equals("video")
                        && peer.path("localStreamName").asText().equals(ROOM)) {
                    return rtp;
                }
            }
        }
        return MissingNode.getInstance();
    }
}
