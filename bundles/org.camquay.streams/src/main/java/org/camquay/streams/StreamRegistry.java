// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.camquay.api.capture.CaptureDriver;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.codec.AudioDecoderFactory;
import org.camquay.api.codec.AudioEncoderFactory;
import org.camquay.api.codec.VideoDecoderFactory;
import org.camquay.api.codec.VideoEncoderFactory;
import org.camquay.api.peer.PeerConnectionFactory;
import org.camquay.api.stream.Stream;
import org.camquay.api.stream.StreamRequest;
import org.camquay.api.stream.Streams;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The live streams, and the one place that sees drivers and codecs come and go. Thread: any. */
@Component
@Designate(ocd = StreamRegistry.Config.class)
public final class StreamRegistry implements Streams {
    /** What can be set; a change is felt by streams that run. */
    @ObjectClassDefinition(name = "Camquay streams")
    public @interface Config {
        /** How long opening a source, and silence afterwards, may last before it counts as lost. */
        int sourceTimeoutMillis() default 10_000;

        /** The pause before a lost source is opened again; doubled with each failure, 25 % more or less. */
        int firstPauseMillis() default 500;

        /** The longest of these pauses. */
        int longestPauseMillis() default 30_000;

        /** A source that lived so long begins with the first pause again. */
        int settledMillis() default 10_000;

        /** How long a lazy source stays open without a reader. */
        int idleMillis() default 5_000;

        /** Frames kept since the last key frame, for new readers. */
        int cachedFrames() default 600;

        /** Their bytes. */
        int cachedBytes() default 16 * 1024 * 1024;

        /** Least time between two key frame requests to a source or encoder. */
        int keyFrameSpacingMillis() default 300;

        /** Bits our encoders get for a thousand pixels of a frame. */
        int bitsPerThousandPixels() default 70;

        /** Least bitrate of our video encoders, bits a second. */
        int minBitrate() default 300_000;

        /** Time between key frames of our video encoders. */
        int keyFrameIntervalMillis() default 2_000;

        /** Bitrate of our audio encoders, bits a second. */
        int audioBitrate() default 64_000;
    }

    private final LiveStreams streams;
    private final Core core;
    private final Runnable release;
    private volatile Settings settings;

    @Activate
    public StreamRegistry(Config config) {
        this(Settings.of(config), new SystemTimers(), new Workers());
    }

    private StreamRegistry(Settings settings, SystemTimers timers, Workers workers) {
        this.settings = settings;
        this.core = new Core(
                new Ranked<>(CaptureDriver.SCHEMES),
                new Codecs(),
                timers,
                workers,
                () -> this.settings,
                () -> ThreadLocalRandom.current().nextDouble());
        this.streams = new LiveStreams(core);
        this.release = () -> {
            workers.close();
            timers.close();
        };
    }

    /** For tests, on their own time and threads. */
    StreamRegistry(Settings settings, Timers timers, java.util.concurrent.Executor workers) {
        this.settings = settings;
        this.core = new Core(
                new Ranked<>(CaptureDriver.SCHEMES), new Codecs(), timers, workers, () -> this.settings, () -> 0.5);
        this.streams = new LiveStreams(core);
        this.release = () -> {};
    }

    @Modified
    void modified(Config config) {
        settings = Settings.of(config);
    }

    @Deactivate
    void deactivate() {
        streams.close();
        streams.all().forEach(stream -> stream.close("shutting down"));
        release.run();
    }

    @Override
    public Stream pull(StreamRequest request) throws CaptureException {
        LiveStream stream = streams.add(request);
        stream.start();
        return stream;
    }

    @Override
    public Optional<Stream> find(String name) {
        return streams.find(name);
    }

    @Override
    public List<Stream> list() {
        return streams.list();
    }

    @Override
    public boolean shutdown(String name) {
        var ending = streams.named(name);
        ending.forEach(stream -> stream.close("shut down"));
        return !ending.isEmpty();
    }

    @Override
    public Set<String> schemes() {
        return core.drivers().keys();
    }

    @Reference(name = "driver", cardinality = MULTIPLE, policy = DYNAMIC)
    void bindDriver(CaptureDriver driver, Map<String, ?> properties) {
        core.drivers().put(driver, properties);
        streams.all().forEach(stream -> stream.source().driverCame());
    }

    void updatedDriver(CaptureDriver driver, Map<String, ?> properties) {
        bindDriver(driver, properties);
    }

    void unbindDriver(CaptureDriver driver) {
        core.drivers().remove(driver);
        streams.all().forEach(stream -> stream.source().driverGone(driver));
    }

    /** What can be sent as it is; while there is none, what could be before holds. */
    @Reference(
            name = "connections",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindConnections(PeerConnectionFactory factory) {
        core.codecs().sendable(factory.sendable());
        streams.all().forEach(LiveStream::codecsChanged);
    }

    void unbindConnections(PeerConnectionFactory factory) {
        // Viewers are served again by the next, most likely by a newer version of the same.
    }

    @Reference(name = "videoEncoder", cardinality = MULTIPLE, policy = DYNAMIC)
    void bindVideoEncoder(VideoEncoderFactory factory, Map<String, ?> properties) {
        put(core.codecs().videoEncoders, factory, properties);
    }

    void unbindVideoEncoder(VideoEncoderFactory factory) {
        remove(core.codecs().videoEncoders, factory);
    }

    @Reference(name = "videoDecoder", cardinality = MULTIPLE, policy = DYNAMIC)
    void bindVideoDecoder(VideoDecoderFactory factory, Map<String, ?> properties) {
        put(core.codecs().videoDecoders, factory, properties);
    }

    void unbindVideoDecoder(VideoDecoderFactory factory) {
        remove(core.codecs().videoDecoders, factory);
    }

    @Reference(name = "audioEncoder", cardinality = MULTIPLE, policy = DYNAMIC)
    void bindAudioEncoder(AudioEncoderFactory factory, Map<String, ?> properties) {
        put(core.codecs().audioEncoders, factory, properties);
    }

    void unbindAudioEncoder(AudioEncoderFactory factory) {
        remove(core.codecs().audioEncoders, factory);
    }

    @Reference(name = "audioDecoder", cardinality = MULTIPLE, policy = DYNAMIC)
    void bindAudioDecoder(AudioDecoderFactory factory, Map<String, ?> properties) {
        put(core.codecs().audioDecoders, factory, properties);
    }

    void unbindAudioDecoder(AudioDecoderFactory factory) {
        remove(core.codecs().audioDecoders, factory);
    }

    private <T> void put(Ranked<T> ranked, T factory, Map<String, ?> properties) {
        ranked.put(factory, properties);
        streams.all().forEach(LiveStream::codecsChanged);
    }

    private <T> void remove(Ranked<T> ranked, T factory) {
        ranked.remove(factory);
        streams.all().forEach(LiveStream::codecsChanged);
    }
}
