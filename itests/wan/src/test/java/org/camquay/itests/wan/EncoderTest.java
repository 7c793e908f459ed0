// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.wan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.camquay.itests.harness.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A stream that we encode, at 1.9 Mbit/s, and its only viewer at the end of a line that becomes too small for it. */
@ExtendWith(WorldCondition.class)
class EncoderTest {
    private static final String ROOM = "encoded";
    private static final double STEADY = 0.8;
    /** So much of a few seconds shows that the change is over. */
    private static final double SETTLED = 0.9;

    private static final Duration STEP = Duration.ofMillis(500);
    /** In steps: what must be settled, the longest time until it is, and how long it must then be steady. */
    private static final int WINDOW = 10;

    private static final int MOST = 40;
    private static final int HOLD = 20;
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
        long fall = System.nanoTime();
        viewer.mark();
        var change = new ArrayList<Step>();
        do {
            change.add(Step.next(fall));
        } while (change.size() < MOST && share(last(change, WINDOW)) < SETTLED);
        var settled = last(change, WINDOW);
        double until = change.get(change.size() - 1).end();
        List<Step> hold = new ArrayList<>();
        for (int i = 0; i < HOLD; i++) {
            hold.add(Step.next(fall));
        }
        String course = course(change) + "\n  and then" + course(hold);
        System.out.printf(
                Locale.ROOT,
                "500 kbit/s: %.0f %% of the pictures in the 5 s until %.1f s, %.0f %% in the 10 s after that%s%n",
                100 * share(settled),
                until,
                100 * share(hold),
                course);
        assertThat(share(settled)).as("settled within 20 s:%s", course).isGreaterThanOrEqualTo(SETTLED);
        assertThat(share(hold)).as("steady from then on:%s", course).isGreaterThan(STEADY);
        assertThat(hold.stream().mapToDouble(Step::sent).average().orElseThrow())
                .as("no more than it takes:%s", course)
                .isLessThan(500_000);
        assertThat(outbound().path("qualityLimitationReason").asText()).isEqualTo("bandwidth");
        viewer.line().is("both rate=4000");
        long begin = System.nanoTime();
        Await.value("the full bitrate again", PATIENCE, EncoderTest::sent, bits -> bits > NEARLY_ALL);
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf("4 Mbit/s again: the full bitrate after %.1f s%n", seconds);
        assertThat(seconds).isLessThan(20);
    }

    /**
     * A short time, as the viewer saw it, and what the camera says at its end.
     *
     * @param end seconds since the path became smaller
     * @param estimate of the path, bits a second
     */
    private record Step(double end, Figures seen, double estimate, JsonNode rtp) {
        static Step next(long fall) {
            Viewer.pass(STEP);
            var peer = peer();
            return new Step(
                    (System.nanoTime() - fall) / 1e9,
                    viewer.since(),
                    peer.path("candidatePair").path("availableOutgoingBitrate").asDouble(),
                    video(peer));
        }

        double made() {
            return seen.seconds() * rtp.path("framesPerSecond").asDouble();
        }

        double sent() {
            return rtp.path("bitrate").asDouble();
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%n  %4.1f s: %2d of %2.0f pictures, %d packets lost, %d NACK, %d by RTX, %d refused, %d PLI, gaps %s;"
                            + " estimate %4.0f, made %4.0f, sent %4.0f kbit/s, %d key frames, %d left out, queue %.0f ms%s",
                    end,
                    seen.frames(),
                    made(),
                    seen.lost(),
                    seen.nacks(),
                    seen.repaired(),
                    rtp.path("retransmissionsRefused").asInt(),
                    seen.pictureLosses(),
                    seen.gaps(),
                    estimate / 1_000,
                    rtp.path("targetBitrate").asDouble() / 1_000,
                    sent() / 1_000,
                    rtp.path("keyFramesSent").asInt(),
                    rtp.path("framesDropped").asInt(),
                    rtp.path("sendQueue").path("milliseconds").asDouble(),
                    rtp.path("thinned").asBoolean() ? ", key frames only" : "");
        }
    }

    private static List<Step> last(List<Step> steps, int count) {
        return steps.size() < count ? List.of() : steps.subList(steps.size() - count, steps.size());
    }

    /** Of the pictures made, those that were shown; 0 of none. */
    private static double share(List<Step> steps) {
        double made = steps.stream().mapToDouble(Step::made).sum();
        return made == 0
                ? 0
                : steps.stream().mapToInt(step -> step.seen.frames()).sum() / made;
    }

    private static String course(List<Step> steps) {
        return steps.stream().map(Step::toString).collect(Collectors.joining());
    }

    private static double sent() {
        return outbound().path("bitrate").asDouble();
    }

    /** W3C outbound-rtp of the picture; the missing node while nobody watches. */
    private static JsonNode outbound() {
        return video(peer());
    }

    private static JsonNode peer() {
        for (var peer : world.api().data("getPeerStats").path("peers")) {
            if (peer.path("localStreamName").asText().equals(ROOM)) {
                return peer;
            }
        }
        return MissingNode.getInstance();
    }

    private static JsonNode video(JsonNode peer) {
        for (var rtp : peer.path("outboundRtp")) {
            if (rtp.path("kind").asText().equals("video")) {
                return rtp;
            }
        }
        return MissingNode.getInstance();
    }
}
