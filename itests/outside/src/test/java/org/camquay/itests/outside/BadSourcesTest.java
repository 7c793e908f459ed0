// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.outside;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.camquay.itests.harness.Await;
import org.camquay.itests.harness.Product;
import org.junit.jupiter.api.Test;

/** Sources that cannot be opened: the intent stays, and {@code listConfig} says in words why there is no picture. */
class BadSourcesTest extends Unharmed {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PASSWORD = "s3cret";

    @Test
    void camera_thatIsOff_isSaidWithoutItsPassword(Product product) throws Exception {
        int closed;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        fails(product, "rtsp://cam:" + PASSWORD + "@127.0.0.1:" + closed + "/live", "refused");
        assertThat(product.log()).doesNotContain(PASSWORD);
    }

    @Test
    void camera_thatTalksNonsense_isSaid(Product product) throws Exception {
        try (var socket = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            var camera = new Thread(() -> talkNonsense(socket), "nonsense");
            camera.setDaemon(true);
            camera.start();
            fails(product, "rtsp://cam:" + PASSWORD + "@127.0.0.1:" + socket.getLocalPort() + "/live", "");
            assertThat(product.log()).doesNotContain(PASSWORD);
        }
    }

    private static void talkNonsense(ServerSocket socket) {
        var random = new Random(1);
        while (!socket.isClosed()) {
            try (var connection = socket.accept()) {
                var bytes = new byte[2_000];
                random.nextBytes(bytes);
                connection.getOutputStream().write(bytes);
            } catch (java.io.IOException e) {
                // it hung up, or the test is over
            }
        }
    }

    @Test
    void file_thatIsNotMedia_isSaid(Product product) throws Exception {
        var file = product.media().resolve("letter.mp4");
        Files.writeString(file, "Dear camera,\n".repeat(1_000));
        fails(product, "file:" + file, "");
    }

    @Test
    void file_thatIsMissing_isSaid(Product product) {
        fails(product, "file:" + product.media().resolve("nothing.mp4"), "nothing.mp4");
    }

    @Test
    void file_outsideTheMediaFolder_isRefused(Product product) {
        fails(product, "file:/etc/passwd", "media");
        fails(product, "file:" + product.media() + "/../state/intents.json", "media");
    }

    @Test
    void device_thatIsMissing_isSaid(Product product) {
        fails(product, "v4l2:/dev/video42", "video42");
    }

    @Test
    void pattern_ofNoSize_isSaid(Product product) {
        fails(product, "test:bars?size=9x9", "size");
    }

    /** Refused at once, or taken up and reported as failing: in both cases in words, and without passwords. */
    private static void fails(Product product, String uri, String named) {
        var reply = product.api().call("pullStream", "uri=" + uri, "localStreamName=bad");
        assertThat(reply.toString()).doesNotContain(PASSWORD);
        if (reply.path("status").asText().equals("FAIL")) {
            says(reply.path("description").asText(), named);
            return;
        }
        try {
            var entry = Await.value(
                    uri + " is reported as failing",
                    PATIENCE,
                    () -> entry(product),
                    pull -> pull.path("status").path("code").asText().equals("Disconnected"));
            says(entry.path("status").path("description").asText(), named);
            assertThat(product.api().call("listStreams").toString()).doesNotContain(PASSWORD);
            assertThat(product.api()
                            .call("getStreamInfo", "localStreamName=bad")
                            .toString())
                    .doesNotContain(PASSWORD);
        } finally {
            product.api()
                    .data(
                            "removeConfig",
                            "id=" + entry(product).path("configId").asText());
        }
    }

    private static void says(String sentence, String named) {
        System.out.println("says: " + sentence);
        assertThat(sentence)
                .containsIgnoringCase(named)
                .hasSizeGreaterThan(15)
                .doesNotContain(PASSWORD)
                .doesNotContain("Exception");
    }

    private static JsonNode entry(Product product) {
        return StreamSupport.stream(
                        product.api().data("listConfig").path("pull").spliterator(), false)
                .filter(pull -> pull.path("localStreamName").asText().equals("bad"))
                .findFirst()
                .orElseThrow();
    }
}
