// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Camera and rendezvous in processes of their own: the rendezvous goes and comes, ten viewers go on. */
@Timeout(180)
class RendezvousRestartTest {
    private static final int VIEWERS = 10;
    private static final int FRAMES_PER_SECOND = 15;
    private static final double BACK_SECONDS = 10;

    @TempDir
    private Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Receivers receivers;
    private ProductProcess rendezvous;
    private int port;

    RendezvousRestartTest() throws IOException {
        receivers = new Receivers(ReceiverSockets.of(""), false);
    }

    private void start(String... options) throws IOException {
        rendezvous = new ProductProcess(folder.resolve("rendezvous"), "rendezvous", port, options);
        port = rendezvous.url().getPort();
        open.add(rendezvous);
    }

    private void startCamera() throws IOException {
        var etc = Files.createDirectories(folder.resolve("camera"));
        Files.writeString(
                etc.resolve("org.camquay.control.PullStream~cam.cfg"),
                "uri = test:bars?size=320x240&fps=" + FRAMES_PER_SECOND + "&tone=0\nlocalStreamName = cam\n");
        Files.writeString(
                etc.resolve("org.camquay.control.StartWebRTC~cam.cfg"),
                "ersIP = 127.0.0.1\nersPort = " + port + "\nroomID = cam\n");
        open.add(new ProductProcess(etc, "camera", 0));
    }

    @AfterEach
    void end() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        receivers.close();
    }

    private Viewer viewer(OnvifSignaling signaling) throws IOException {
        var viewer = new Viewer(receivers, signaling, "127.0.0.1");
        open.add(viewer);
        viewer.join();
        viewer.awaitKeyFrame();
        return viewer;
    }

    private OnvifSignaling signaling() throws IOException {
        return new OnvifSignaling(rendezvous.url(), "cam");
    }

    /** Seconds from now until a new viewer is let in. */
    private double untilTheCameraIsBack() throws IOException {
        long begin = System.nanoTime();
        while (true) {
            var probe = signaling();
            try {
                probe.prepare();
                probe.ask();
                return (System.nanoTime() - begin) / 1e9;
            } catch (IOException e) {
                assertThat(System.nanoTime() - begin).as("%s", e).isLessThan(TimeUnit.MINUTES.toNanos(1));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            } finally {
                probe.close();
            }
        }
    }

    private static void begin(List<Viewer> viewers) throws IOException {
        for (var viewer : viewers) {
            viewer.prepareWindow();
        }
        viewers.forEach(Viewer::beginWindow);
    }

    private static void nothingIsLost(List<Viewer> viewers, double seconds) throws IOException {
        var frames = new ArrayList<Long>();
        for (var viewer : viewers) {
            var window = viewer.endWindow();
            frames.add(window.deltaFrames().total() + window.keyFrames().total());
            assertThat(window.lost()).as("packets lost").isZero();
            assertThat(viewer.failure()).isEmpty();
        }
        System.out.printf("frames of each viewer in %.1f s: %s%n", seconds, frames);
        assertThat(frames).allMatch(count -> count > 0);
        // they begin and end counting one after the other
        long most = frames.stream().mapToLong(f -> f).max().orElseThrow();
        assertThat(frames).allMatch(count -> count >= most - FRAMES_PER_SECOND);
    }

    @Test
    void rendezvous_killedAndStartedAgain_noFrameIsLostAndTheCameraIsBack() throws Exception {
        start();
        startCamera();
        untilTheCameraIsBack();
        var viewers = new ArrayList<Viewer>();
        for (int i = 0; i < VIEWERS; i++) {
            viewers.add(viewer(signaling()));
        }
        begin(viewers);
        long begin = System.nanoTime();
        rendezvous.kill();
        start();
        double away = (System.nanoTime() - begin) / 1e9;
        double back = untilTheCameraIsBack();
        System.out.printf("rendezvous away for %.1f s, camera back after %.1f s%n", away, back);
        assertThat(back).isLessThan(Math.max(BACK_SECONDS, away));
        viewer(signaling());
        nothingIsLost(viewers, (System.nanoTime() - begin) / 1e9);
    }

    @Test
    void rendezvous_emptied_saysSoSendsAllAwayAndNoFrameIsLost() throws Exception {
        start("--drain", "8");
        startCamera();
        untilTheCameraIsBack();
        var waiting = signaling();
        open.add(waiting::close);
        var viewers = List.of(viewer(waiting), viewer(signaling()));
        begin(viewers);
        long begin = System.nanoTime();
        rendezvous.terminate();
        awaitStatus("/health/ready", 503);
        assertThat(status("/health")).isEqualTo(503);
        assertThat(status("/health/live")).isEqualTo(200);
        waiting.closed().get(60, TimeUnit.SECONDS);
        assertThat(rendezvous.endsWithin(60)).isTrue();
        start();
        assertThat(untilTheCameraIsBack()).isLessThan(60);
        nothingIsLost(viewers, (System.nanoTime() - begin) / 1e9);
    }

    private int status(String path) throws IOException {
        return new Web(rendezvous.url()).get(path).statusCode();
    }

    private void awaitStatus(String path, int wanted) throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (status(path) != wanted) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
