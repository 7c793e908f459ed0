// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.camquay.api.capture.CaptureDriver;
import org.camquay.api.stream.StreamRequest;
import org.camquay.api.stream.StreamState;
import org.camquay.testkit.Await;
import org.camquay.testkit.ClipCaptureDriver;
import org.camquay.testkit.FakeCaptureDriver;
import org.camquay.testkit.H264Samples;
import org.camquay.testkit.RecordingFrameReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The registry with its real threads and time. */
@Timeout(60)
final class ThreadsTest {
    private final StreamRegistry registry = new StreamRegistry(config());

    @BeforeEach
    void bind() {
        registry.bindConnections(Rig.SENDERS);
    }

    @Test
    void slowDriver_ofSomeStreams_doesNotHoldUpOthers() throws Exception {
        var slow = new FakeCaptureDriver(H264Samples.format());
        var gate = slow.hold();
        registry.bindDriver(slow, Map.of(CaptureDriver.SCHEMES, "slow"));
        registry.bindDriver(new ClipCaptureDriver(), Map.of(CaptureDriver.SCHEMES, List.of("clip")));
        for (int i = 0; i < 5; i++) {
            pull("slow" + i, "slow:x");
        }
        var stream = pull("quick", "clip:loop");
        var tracks = stream.open().toCompletableFuture().get(10, java.util.concurrent.TimeUnit.SECONDS);
        var reader = new RecordingFrameReader();
        tracks.get(0).addReader(reader);
        reader.awaitFrames(5, Rig.SOON);
        assertThat(registry.find("slow0").orElseThrow().state()).isEqualTo(StreamState.CONNECTING);
        gate.countDown();
        Await.until(Rig.SOON, "the slow ones open", () -> slow.sources().size() == 5);
        registry.deactivate();
        assertThat(reader.ended()).isTrue();
        assertThat(slow.sources()).allMatch(source -> source.closed());
        Await.until(
                Rig.SOON,
                "threads end",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(t -> t.getName().matches("work-\\d+|timer|capture-quick")));
    }

    @Test
    void shutdown_duringOpen_closesWhatIsOpenedLater() throws Exception {
        var slow = new SlowDriver();
        registry.bindDriver(slow, Map.of(CaptureDriver.SCHEMES, "slow"));
        var stream = pull("cam1", "slow:x");
        Await.until(Rig.SOON, "opening", () -> slow.opening);
        assertThat(registry.shutdown("cam1")).isTrue();
        assertThat(stream.state()).isEqualTo(StreamState.CLOSED);
        slow.go = true;
        Await.until(Rig.SOON, "closed as soon as open", () -> slow.closed);
        assertThat(stream.tracks()).allMatch(track -> track.ended());
        registry.deactivate();
    }

    /** Opens when told, deaf to interrupts. */
    private static final class SlowDriver implements CaptureDriver {
        volatile boolean opening;
        volatile boolean go;
        volatile boolean closed;

        @Override
        public org.camquay.api.capture.MediaSource open(
                org.camquay.api.capture.CaptureRequest request, org.camquay.api.capture.FrameSink sink) {
            opening = true;
            Await.until(Rig.SOON, "the test's word", () -> go);
            sink.onFormat(0, H264Samples.format());
            sink.onFrame(0, H264Samples.frame(0));
            return () -> closed = true;
        }
    }

    private org.camquay.api.stream.Stream pull(String name, String uri) throws Exception {
        return registry.pull(new StreamRequest(name, URI.create(uri), false, true, false));
    }

    /** The defaults, as the framework would hand them over. */
    private static StreamRegistry.Config config() {
        return (StreamRegistry.Config) java.lang.reflect.Proxy.newProxyInstance(
                ThreadsTest.class.getClassLoader(),
                new Class<?>[] {StreamRegistry.Config.class},
                (proxy, method, args) -> method.getDefaultValue());
    }
}
