// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camquay.itests.browser.PlayerPage.PATIENCE;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.stream.StreamSupport;
import org.camquay.itests.harness.Await;
import org.camquay.itests.harness.Browser;
import org.camquay.itests.harness.Product;
import org.camquay.itests.harness.SharedDemo;
import org.camquay.testkit.outside.RtspCamera;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real RTSP camera that asks for a digest, in Chromium. */
@ExtendWith(SharedDemo.class)
class CameraTest {
    private static RtspCamera camera;

    @BeforeAll
    static void start() throws IOException {
        camera = new RtspCamera("--auth", "digest");
    }

    @AfterAll
    static void stop() {
        if (camera != null) {
            camera.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"/aac, audio/opus", "/pcmu, audio/PCMU", "/pcma, audio/PCMA"})
    void camera_withSound_isSeenAndHeard(String path, String sent, Product product, Browser chromium) {
        String name = "cam" + path.replace('/', '-');
        product.api().data("pullStream", "uri=" + url(camera, path), "localStreamName=" + name);
        try (var player = PlayerPage.open(chromium, product, "demo?stream=" + name)) {
            player.becomes("live").decodes(50);
            player.shows(0.5 / 7, 0.5, 255, 255, 255) // SMPTE bars: grey, yellow, cyan, green, magenta, red, blue
                    .shows(3.5 / 7, 0.5, 0, 255, 0)
                    .shows(5.5 / 7, 0.5, 255, 0, 0)
                    .shows(6.5 / 7, 0.5, 0, 0, 255);
            player.soundOn().sounds(440).screenshot("camera" + path.replace('/', '-'));
            System.out.println(path + " " + player.stats());
            assertThat(player.stats().path("audio").path("codec").asText()).isEqualTo(sent);
            if (path.equals("/aac")) {
                overWhep(player, name);
            }
        } finally {
            product.api().data("shutdownStream", "localStreamName=" + name, "permanently=1");
        }
        unseen(product);
    }

    private static void overWhep(PlayerPage player, String name) {
        assertThat(player.page()
                        .evaluate("probe.whep('" + name + "')")
                        .path("status")
                        .asInt())
                .isEqualTo(201);
        player.page()
                .await(
                        "frames over WHEP",
                        PATIENCE,
                        "probe.inbound('" + name + "')",
                        stats -> stats.path("video").path("framesDecoded").asInt() > 30);
        assertThat(player.page().evaluate("probe.unwhep('" + name + "')").asInt())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"/bframes", "/jpeg", "/bare"})
    void camera_thatBrowsersCannotTakeAsItIs_isSeen(String path, Product product, Browser chromium) {
        String name = "odd" + path.replace('/', '-');
        product.api().data("pullStream", "uri=" + url(camera, path), "localStreamName=" + name);
        try (var player = PlayerPage.open(chromium, product, "demo?stream=" + name)) {
            player.becomes("live").decodes(30);
            player.shows(3.5 / 7, 0.5, 0, 255, 0).shows(5.5 / 7, 0.5, 255, 0, 0);
        } finally {
            product.api().data("shutdownStream", "localStreamName=" + name, "permanently=1");
        }
    }

    /**
     * The camera sends 250 ms after capture and says so in its sender reports: both we and the page, which reads the true delay
     * from them (Chromium, where there is sound too), count from capture.
     */
    @Test
    void delay_fromTheCamerasClockToTheScreen_isReadByThePage(Product product, Browser chromium) {
        product.api().data("pullStream", "uri=" + url(camera, "/late"), "localStreamName=timed");
        try (var player = PlayerPage.open(chromium, product, "nobody-here")) {
            var page = player.page();
            assertThat(page.evaluate("probe.whep('timed')").path("status").asInt())
                    .isEqualTo(201);
            page.await(
                    "frames over WHEP",
                    PATIENCE,
                    "probe.inbound('timed')",
                    stats -> stats.path("video").path("framesDecoded").asInt() > 150);
            double shown = page.await("the delay is known", PATIENCE, "probe.delay('timed')", JsonNode::isNumber)
                    .asDouble();
            var sent = product.api().data("getPeerStats").path("peers").findParents("captureToSendDelay").stream()
                    .filter(rtp -> rtp.path("localStreamName").asText().equals("timed"))
                    .findFirst()
                    .orElseThrow();
            double seconds = sent.path("captureToSendDelay").asDouble();
            System.out.println("camera to camquay's socket " + 1000 * seconds + " ms, to the screen " + shown + " ms");
            assertThat(seconds).as("to the socket").isBetween(0.2, 2.5);
            assertThat(shown).as("to the screen").isBetween(200.0, 3000.0);
            page.evaluate("probe.unwhep('timed')");
        } finally {
            product.api().data("shutdownStream", "localStreamName=timed", "permanently=1");
        }
    }

    @Test
    void camera_thatRefusesThePassword_isSaidWithoutIt(Product product) {
        product.api()
                .data(
                        "pullStream",
                        "uri=" + camera.uri(RtspCamera.USER, "wrongS3cret", "/video"),
                        "localStreamName=refused");
        var entry = Await.value(
                "the camera's refusal",
                PATIENCE,
                () -> config(product, "refused"),
                pull -> pull.path("status").path("code").asText().equals("Disconnected"));
        String sentence = entry.path("status").path("description").asText();
        System.out.println("says: " + sentence);
        assertThat(sentence).containsIgnoringCase("password");
        assertThat(product.api().call("listConfig").toString()).doesNotContain("wrongS3cret");
        assertThat(product.log()).doesNotContain("wrongS3cret");
        product.api().data("removeConfig", "id=" + entry.path("configId").asText());
    }

    @Test
    void camera_thatDiesInMidStream_comesBackToItsViewers(Product product, Browser chromium) throws IOException {
        int port;
        PlayerPage player;
        String session;
        try (var mortal = new RtspCamera("--auth", "digest")) {
            port = mortal.port();
            product.api().data("pullStream", "uri=" + url(mortal, "/aac"), "localStreamName=mortal");
            player = PlayerPage.open(chromium, product, "demo?stream=mortal");
            player.becomes("live").decodes(30);
            session = player.stats().path("session").asText();
        }
        player.becomes("gone").screenshot("camera-gone");
        assertThat(player.words()).containsIgnoringCase("gone");
        var tracks =
                product.api().data("getStreamInfo", "localStreamName=mortal").path("tracks");
        assertThat(tracks.findValuesAsText("muted")).containsOnly("true");
        try (var again = new RtspCamera("--auth", "digest", "--port", "" + port)) {
            player.becomes("live").decodes(30).screenshot("camera-back");
            assertThat(player.stats().path("session").asText())
                    .as("the viewer stayed connected")
                    .isEqualTo(session);
            assertThat(again.port()).isEqualTo(port);
        } finally {
            player.close();
            product.api().data("shutdownStream", "localStreamName=mortal", "permanently=1");
        }
        unseen(product);
    }

    private static URI url(RtspCamera camera, String path) {
        return camera.uri(RtspCamera.USER, RtspCamera.PASSWORD, path);
    }

    /** The password is nowhere. */
    private static void unseen(Product product) {
        for (String command : new String[] {"listConfig", "listStreams", "clientsConnected", "help"}) {
            assertThat(product.api().call(command).toString()).doesNotContain(RtspCamera.PASSWORD);
        }
        assertThat(product.log()).doesNotContain(RtspCamera.PASSWORD);
        assertThat(String.join("\n", product.output())).doesNotContain(RtspCamera.PASSWORD);
    }

    private static JsonNode config(Product product, String name) {
        return StreamSupport.stream(
                        product.api().data("listConfig").path("pull").spliterator(), false)
                .filter(pull -> pull.path("localStreamName").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
