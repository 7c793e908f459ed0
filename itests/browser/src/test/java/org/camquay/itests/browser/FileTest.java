// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.camquay.itests.harness.Browser;
import org.camquay.itests.harness.Product;
import org.camquay.itests.harness.Recording;
import org.camquay.itests.harness.SharedDemo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** MP4 files in the media folder, as streams. */
@ExtendWith(SharedDemo.class)
class FileTest {
    @Test
    void file_ofH264AndAac_isSeenAndHeard(Product product, Browser chromium) {
        var file = Recording.make(product.media().resolve("plain.mp4"), 0);
        product.api().data("pullStream", "uri=file:" + file + "?loop=true", "localStreamName=plain");
        try (var player = PlayerPage.open(chromium, product, "demo?stream=plain")) {
            player.becomes("live").decodes(60);
            player.shows(0.25, 0.7, 254, 0, 0).shows(0.75, 0.7, 0, 0, 254);
            player.soundOn().sounds(1000).screenshot("file");
            player.decodes(200); // beyond the file's end
        }
        var tracks =
                product.api().data("getStreamInfo", "localStreamName=plain").path("tracks");
        System.out.println("file " + tracks);
        assertThat(tracks.findValuesAsText("codec")).containsExactlyInAnyOrder("video/H264", "audio/mpeg4-generic");
        assertThat(tracks.findValuesAsText("bFrames")).doesNotContain("true");
        product.api().data("shutdownStream", "localStreamName=plain", "permanently=1");
    }

    @Test
    void file_withBFrames_isSaidSoAndConverted(Product product, Browser chromium) {
        var file = Recording.make(product.media().resolve("reordered.mp4"), 2);
        product.api().data("pullStream", "uri=file:" + file + "?loop=true", "localStreamName=reordered");
        try (var player = PlayerPage.open(chromium, product, "demo?stream=reordered")) {
            player.becomes("live").decodes(60);
            player.shows(0.25, 0.7, 254, 0, 0).shows(0.75, 0.7, 0, 0, 254);
            player.screenshot("file-with-b-frames");
        }
        var tracks =
                product.api().data("getStreamInfo", "localStreamName=reordered").path("tracks");
        assertThat(tracks.findValuesAsText("bFrames")).contains("true");
        assertThat(product.log()).containsIgnoringCase("B-frames");
        product.api().data("shutdownStream", "localStreamName=reordered", "permanently=1");
    }
}
