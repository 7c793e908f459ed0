// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.camquay.itests.harness.Browser;
import org.camquay.itests.harness.Product;
import org.camquay.itests.harness.SharedDemo;
import org.camquay.itests.harness.Workspace;
import org.camquay.testkit.outside.Clips;
import org.camquay.testkit.outside.OddCameras;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A camera that sends nothing for a while now and then, and then all at once, as over a bad WLAN; with a sound of which Chromium
 * does not report packet by packet, beside the same camera with a sound of which it does.
 */
@ExtendWith(SharedDemo.class)
class StallingCameraTest {
    /** Nothing for 1.5 s each 8 s. */
    private static final String STALLS = "stall=8:1.5 audio=";

    private static final int PICTURES = 500;
    /** A few are dropped by chance, at the beginning or by a busy machine. */
    private static final int FEW = 100;

    @Test
    void stalls_soundOfG711_hardlyMorePicturesAreDroppedThanWithAnother(Product product, Browser chromium)
            throws Exception {
        var clips = Clips.make(Workspace.target("clips"), "plain.h264", "tone.aac");
        long[] left = new long[2];
        try (var cameras = new OddCameras(clips)) {
            product.api().data("pullStream", "uri=" + cameras.uri(STALLS + "pcma"), "localStreamName=stalls-pcma");
            product.api().data("pullStream", "uri=" + cameras.uri(STALLS + "aac"), "localStreamName=stalls-aac");
            try (var first = PlayerPage.open(chromium, product, "demo?stream=stalls-pcma");
                    var second = PlayerPage.open(chromium, product, "demo?stream=stalls-aac")) {
                first.becomes("live");
                second.becomes("live").decodes(PICTURES);
                left[0] = leftOut(product, "stalls-pcma");
                left[1] = leftOut(product, "stalls-aac");
            }
        } finally {
            product.api().data("shutdownStream", "localStreamName=stalls-pcma", "permanently=1");
            product.api().data("shutdownStream", "localStreamName=stalls-aac", "permanently=1");
        }
        System.out.println("pictures left out: " + left[0] + " with G.711, " + left[1] + " with AAC");
        assertThat(left[0]).isLessThanOrEqualTo(2 * left[1] + FEW);
    }

    private static long leftOut(Product product, String stream) {
        var video = product.api().data("getPeerStats").path("peers").findParents("framesDropped").stream()
                .filter(rtp -> rtp.path("localStreamName").asText().equals(stream))
                .toList();
        return video.stream()
                .mapToLong(rtp -> rtp.path("framesDropped").asLong())
                .max()
                .orElseThrow();
    }
}
