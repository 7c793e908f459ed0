// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.camquay.itests.harness.Await;
import org.camquay.testkit.outside.RtspCamera;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

/** A product of which the maker left FFmpeg away, as one for a small device: it shows an RTSP camera all the same. */
class NoNativeCodeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> AWAY = List.of("capture.ffmpeg", "codec.ffmpeg", "lib.javacv");

    private static EmbeddedProduct product;
    private static RtspCamera camera;

    @BeforeAll
    static void start() throws Exception {
        LibwebrtcPeer.require();
        camera = new RtspCamera("--auth", "digest");
        product = EmbeddedProduct.demoWithout(AWAY, null);
    }

    @AfterAll
    static void stop() throws Exception {
        if (camera != null) {
            camera.close();
        }
        if (product != null) {
            product.close();
        }
    }

    @Test
    void camera_withoutFfmpegInTheProduct_isSeenAndHeard() throws Exception {
        assertThat(Arrays.stream(product.context().getBundles()).map(Bundle::getSymbolicName))
                .noneMatch(name -> AWAY.stream().anyMatch(name::contains));
        var uri = camera.uri(RtspCamera.USER, RtspCamera.PASSWORD, "/pcmu");
        product.api().data("pullStream", "uri=" + uri, "localStreamName=camera");
        try (var viewer = new WhepViewer(product.api(), "camera")) {
            Await.until("pictures", PATIENCE, () -> viewer.peer().frames() > 60);
            Await.until("sound", PATIENCE, () -> viewer.peer().inbound("audio", "packetsReceived") > 60);
        }
    }
}
