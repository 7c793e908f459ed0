// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.camquay.itests.harness.Browser;
import org.camquay.itests.harness.Product;
import org.camquay.itests.harness.SharedDemo;
import org.camquay.itests.harness.Workspace;
import org.camquay.testkit.outside.OutsideProgram;
import org.camquay.testkit.outside.Python;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A camera that sends nothing for a while now and then, and then all at once, as over a bad WLAN; with a sound of which Chromium
 * does not report packet by packet, beside the same camera with a sound of which it does.
 */
@ExtendWith(SharedDemo.class)
class StallingCameraTest {
    private static final int PICTURES = 500;
    /** A few are dropped by chance, at the beginning or by a busy machine. */
    private static final int FEW = 100;

    @Test
    void stalls_soundOfG711_hardlyMorePicturesAreDroppedThanWithAnother(Product product, Browser chromium)
            throws Exception {
        OutsideProgram.FFMPEG_X264.require();
        var clips = clips();
        long[] left = new long[2];
        try (var pcma = new OddCamera(clips, "pcma");
                var aac = new OddCamera(clips, "aac")) {
            product.api().data("pullStream", "uri=" + pcma.url(), "localStreamName=stalls-pcma");
            product.api().data("pullStream", "uri=" + aac.url(), "localStreamName=stalls-aac");
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

    private static Path clips() throws IOException, InterruptedException {
        var folder = Workspace.target("clips");
        make(
                folder,
                "plain.h264",
                "-f lavfi -i testsrc2=size=640x360:rate=25:duration=20 -c:v libx264 -preset ultrafast"
                        + " -tune zerolatency -pix_fmt yuv420p -x264-params keyint=25:scenecut=0:bframes=0:repeat-headers=1:"
                        + "sliced-threads=0:slices=1 -f h264");
        make(folder, "tone.aac", "-f lavfi -i sine=frequency=1000:duration=20 -c:a aac -ar 48000 -f adts");
        return folder;
    }

    private static void make(Path folder, String name, String options) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-y", "-loglevel", "error"));
        command.addAll(List.of(options.split(" ")));
        command.add(folder.resolve(name).toString());
        var process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    /** {@code itests/camera/oddcam.py}, which stops for 1.5 s each 8 s. */
    private static final class OddCamera implements AutoCloseable {
        private final Process process;
        private final int port;

        OddCamera(Path clips, String sound) throws IOException {
            try (var socket = new ServerSocket(0)) {
                port = socket.getLocalPort();
            }
            var builder = new ProcessBuilder(
                    Python.path().toString(),
                    Workspace.root().resolve("itests/camera/oddcam.py").toString(),
                    "" + port,
                    "audio=" + sound,
                    "stall=8:1.5");
            builder.environment().put("CLIPS", clips.toString());
            builder.redirectError(
                    Workspace.target("logs").resolve("oddcam-" + sound + ".log").toFile());
            process = builder.start();
            process.inputReader().readLine(); // it listens
        }

        String url() {
            return "rtsp://127.0.0.1:" + port + "/live";
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
