// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camquay.itests.browser.PlayerPage.PATIENCE;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.camquay.itests.harness.Await;
import org.camquay.itests.harness.Browser;
import org.camquay.itests.harness.Product;
import org.camquay.itests.harness.SharedDemo;
import org.camquay.testkit.outside.OutsideProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Viewers who join 7 s after a key frame of a camera that sends one each 10 s, at 6.5 Mbit/s. */
@ExtendWith(SharedDemo.class)
class LateJoinTest {
    private static final int FRAME_RATE = 25;
    private static final int LATE_FRAMES = 7 * FRAME_RATE;
    private static final int TRIES = 5;
    /** The default of cachedFrames. */
    private static final int KEPT_FRAMES = 600;

    private static final int LONGEST_GROUP = 960;
    private static final String WAITS = "next key frame";

    @Test
    void picture_longAfterTheKeyFrame_doesNotWaitForTheNext(Product product, Browser chromium) throws Exception {
        var clip = clip(product.media().resolve("long-groups.mp4"), "640x360", FRAME_RATE, 10, "6.5M");
        product.api().data("pullStream", "uri=file:" + clip + "?loop=true", "localStreamName=long");
        try (var first = PlayerPage.open(chromium, product, "demo?stream=long");
                var later = PlayerPage.open(chromium, product, "nobody-here")) {
            first.becomes("live");
            var page = later.page().inject(JoinTimeTest.class, "joining.js");
            page.evaluate("joining.whep('demo')"); // what the browser does once
            // Judged by whether another key frame came meanwhile; a busy machine may take the 3 s until it does for a
            // join.
            boolean sooner = false;
            for (int i = 0; i < TRIES && !sooner; i++) {
                long keyFrames = awaitLate(product);
                double millis =
                        page.evaluate("joining.whep('long')").path("picture").asDouble();
                sooner = video(product).path("keyFrames").asLong() == keyFrames;
                System.out.printf(
                        "picture after %.0f ms, 7 s after a key frame, %s the next%n",
                        millis, sooner ? "before" : "not before");
            }
            assertThat(sooner).as("a picture before the next key frame").isTrue();
        } finally {
            product.api().data("shutdownStream", "localStreamName=long", "permanently=1");
        }
    }

    /** The camera's frames since the key frame are more than are kept, and it sends no key frame when asked. */
    @Test
    void page_thatHasToWaitForAKeyFrame_saysSo(Product product, Browser chromium) throws Exception {
        var clip = clip(product.media().resolve("longest-groups.mp4"), "320x180", 60, LONGEST_GROUP / 60, "300k");
        product.api().data("pullStream", "uri=file:" + clip + "?loop=true", "localStreamName=long");
        try {
            boolean said = false;
            for (int i = 0; i < TRIES && !said; i++) {
                Await.until("more than is kept", PATIENCE, () -> isBeyondKept(video(product)));
                try (var player = PlayerPage.open(chromium, product, "demo?stream=long")) {
                    // a busy machine may take the 6 s until the next key frame for opening the page
                    said = player.page()
                            .await(
                                    "the page says what it waits for, or has a picture",
                                    PATIENCE,
                                    "player.state === 'live' ? 'live' : document.body.innerText",
                                    words -> words.asText().contains(WAITS)
                                            || words.asText().equals("live"))
                            .asText()
                            .contains(WAITS);
                    player.becomes("live");
                }
            }
            assertThat(said).as("the page says what it waits for").isTrue();
        } finally {
            product.api().data("shutdownStream", "localStreamName=long", "permanently=1");
        }
    }

    private static boolean isBeyondKept(JsonNode track) {
        long since = track.path("frames").asLong() % LONGEST_GROUP;
        return since > KEPT_FRAMES && since < KEPT_FRAMES + 60;
    }

    /** Waits until the last key frame is 7 s old; returns how many there were. */
    private static long awaitLate(Product product) {
        long[] at = {video(product).path("keyFrames").asLong(), -1};
        Await.value("7 s after a key frame", PATIENCE, () -> video(product), track -> {
            if (track.path("keyFrames").asLong() > at[0]) {
                at[0] = track.path("keyFrames").asLong();
                at[1] = track.path("frames").asLong();
            }
            return at[1] >= 0 && track.path("frames").asLong() >= at[1] + LATE_FRAMES;
        });
        return at[0];
    }

    private static JsonNode video(Product product) {
        return product.api()
                .data("getStreamInfo", "localStreamName=long")
                .path("tracks")
                .path(0);
    }

    /** A clip of one group of pictures, too noisy for less than its bitrate. */
    private static Path clip(Path file, String size, int rate, int seconds, String bitrate)
            throws IOException, InterruptedException {
        OutsideProgram.FFMPEG_X264.require();
        String frames = "" + rate * seconds;
        var command = new ArrayList<>(List.of(OutsideProgram.FFMPEG.path().toString(), "-nostdin", "-y"));
        command.addAll(List.of("-v", "error", "-f", "lavfi", "-t", "" + seconds, "-i"));
        command.add("testsrc2=size=" + size + ":rate=" + rate + ",noise=alls=40:allf=t");
        command.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "-profile:v", "baseline"));
        command.addAll(List.of("-pix_fmt", "yuv420p", "-g", frames, "-keyint_min", frames, "-sc_threshold", "0"));
        command.addAll(List.of("-b:v", bitrate, "-maxrate", bitrate, "-bufsize", bitrate, file.toString()));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
        return file;
    }
}
