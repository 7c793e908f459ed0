// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.camquay.api.capture.CaptureDriver;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.codec.VideoEncoderFactory;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.peer.PeerConnectionFactory;
import org.camquay.api.stream.Backlog;
import org.camquay.api.stream.Stream;
import org.camquay.api.stream.StreamRequest;
import org.camquay.api.stream.Track;
import org.camquay.testkit.FakeCaptureDriver;
import org.camquay.testkit.FakeEventLoop;

/** A registry on virtual time, whose workers run when the test says so. */
final class Rig {
    static final Duration SOON = Duration.ofSeconds(10);
    static final Settings SETTINGS = new Settings(
            Duration.ofSeconds(10),
            Duration.ofMillis(500),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Backlog.USUAL,
            Duration.ofMillis(300),
            0.07,
            300_000,
            Duration.ofSeconds(2),
            64_000);

    /** Makes nothing; what could be sent is what matters. */
    static final PeerConnectionFactory SENDERS = (loop, config, listener) -> null;

    final FakeEventLoop loop = new FakeEventLoop();
    final StreamRegistry registry;

    Rig() {
        this(SETTINGS);
    }

    Rig(Settings settings) {
        registry = new StreamRegistry(settings, timers(), loop);
        registry.bindConnections(SENDERS);
    }

    Rig(Executor workers) {
        registry = new StreamRegistry(SETTINGS, timers(), workers);
        registry.bindConnections(SENDERS);
    }

    private Timers timers() {
        return new Timers() {
            @Override
            public long nanoTime() {
                return loop.nanoTime();
            }

            @Override
            public Instant instant() {
                return loop.clock().instant();
            }

            @Override
            public Runnable schedule(Runnable task, long delayNanos) {
                return loop.schedule(task, delayNanos)::cancel;
            }
        };
    }

    FakeCaptureDriver driver(TrackFormat... formats) {
        var driver = new FakeCaptureDriver(formats);
        bind(driver, "fake", 0);
        return driver;
    }

    void bind(CaptureDriver driver, String scheme, int ranking) {
        registry.bindDriver(driver, Map.of(CaptureDriver.SCHEMES, new String[] {scheme}, "service.ranking", ranking));
        loop.run();
    }

    FakeVideoEncoders encoders() {
        var encoders = new FakeVideoEncoders();
        registry.bindVideoEncoder(encoders, Map.of(VideoEncoderFactory.MIME_TYPES, new String[] {"video/H264"}));
        return encoders;
    }

    Stream pull(String name) throws CaptureException {
        return pull(name, true, false);
    }

    Stream pull(String name, boolean keepAlive, boolean lazy) throws CaptureException {
        Stream stream = registry.pull(
                new StreamRequest(name, URI.create("fake://user:secret@camera/" + name), false, keepAlive, lazy));
        loop.run();
        return stream;
    }

    static Track video(Stream stream) {
        return stream.tracks().get(0);
    }

    static Settings with(UnaryOperator<Settings> change) {
        return change.apply(SETTINGS);
    }
}
