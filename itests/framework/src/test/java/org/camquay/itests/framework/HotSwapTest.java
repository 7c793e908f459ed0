// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.camquay.itests.harness.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bundles go and come while an independent peer watches. */
class HotSwapTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static EmbeddedProduct product;

    @BeforeAll
    static void start() throws Exception {
        LibwebrtcPeer.require();
        product = EmbeddedProduct.demo(null);
    }

    @AfterAll
    static void stop() throws Exception {
        if (product != null) {
            product.close();
        }
    }

    @Test
    void viewer_whenDriverIsReplaced_staysConnectedAndSeesAKeyFrame() throws Exception {
        try (var viewer = new WhepViewer(product.api(), "demo")) {
            watches(viewer.peer(), 30);
            var driver = product.bundle("capture.testpattern");

            driver.stop();
            Await.until("all tracks are muted", PATIENCE, () -> muted() == tracks());
            long shown = stillness(viewer.peer());
            assertThat(viewer.peer().isConnected()).isTrue();
            long keyFrames = viewer.peer().inbound("video", "keyFramesDecoded");

            driver.update();
            driver.start();
            Await.until("no track is muted", PATIENCE, () -> muted() == 0);
            Await.until("the picture is back", PATIENCE, () -> viewer.peer().frames() > shown + 30);
            assertThat(viewer.peer().isConnected()).isTrue();
            assertThat(viewer.peer().inbound("video", "keyFramesDecoded")).isGreaterThan(keyFrames);
            soundArrives(viewer.peer());
            assertThat(product.api().data("clientsConnected")).hasSize(1);
        }
    }

    @Test
    void viewers_whenSignalingBackendIsReplaced_goOnAndNewOnesCome() throws Exception {
        cameraIsInItsRoom();
        try (var viewer = new RoomViewer(product.api(), "demo")) {
            watches(viewer.peer(), 30);
            var backend = product.bundle("signaling.onvif");

            backend.stop();
            Await.until("the room is empty", PATIENCE, () -> !waitsInRoom());
            watches(viewer.peer(), 60);
            assertThat(viewer.peer().isConnected()).isTrue();

            backend.update();
            backend.start();
            cameraIsInItsRoom();
            try (var late = new RoomViewer(product.api(), "demo")) {
                watches(late.peer(), 30);
                watches(viewer.peer(), 30);
                assertThat(viewer.peer().isConnected()).isTrue();
            }
        }
    }

    @Test
    void product_whenItsBundlesRestartInAnyOrder_servesAgain() throws Exception {
        long seed = System.nanoTime();
        System.out.println("start order seed " + seed);
        var random = new Random(seed);
        for (int round = 0; round < 3; round++) {
            product.stopOurs(random);
            product.startOurs(random);
            cameraIsInItsRoom();
            try (var viewer = new RoomViewer(product.api(), "demo")) {
                watches(viewer.peer(), 15);
            }
        }
    }

    private static void watches(LibwebrtcPeer peer, int more) {
        long before = peer.frames();
        Await.until(more + " more frames, state " + peer.state(), PATIENCE, () -> peer.frames() >= before + more);
    }

    private static void soundArrives(LibwebrtcPeer peer) throws Exception {
        long before = peer.inbound("audio", "packetsReceived");
        Await.until("sound arrives", PATIENCE, () -> peer.inbound("audio", "packetsReceived") > before + 20);
    }

    /** Waits until no frame has come for a second; how many had come. */
    private static long stillness(LibwebrtcPeer peer) {
        long[] last = {-1, System.nanoTime()};
        return Await.value(
                "the picture stands",
                PATIENCE,
                () -> {
                    long now = peer.frames();
                    if (now != last[0]) {
                        last[0] = now;
                        last[1] = System.nanoTime();
                    }
                    return now;
                },
                frames -> System.nanoTime() - last[1] > 1_000_000_000L);
    }

    private static JsonNode demo() {
        return product.api().data("getStreamInfo", "localStreamName=demo").path("tracks");
    }

    private static long tracks() {
        return demo().size();
    }

    private static long muted() {
        return StreamSupport.stream(demo().spliterator(), false)
                .filter(track -> track.path("muted").asBoolean())
                .count();
    }

    private static void cameraIsInItsRoom() {
        Await.until("the camera is in its room", PATIENCE, HotSwapTest::waitsInRoom);
    }

    private static boolean waitsInRoom() {
        return product.api()
                .data("listConfig")
                .path("webrtc")
                .path(0)
                .path("status")
                .path("code")
                .asText()
                .equals("Connected");
    }
}
