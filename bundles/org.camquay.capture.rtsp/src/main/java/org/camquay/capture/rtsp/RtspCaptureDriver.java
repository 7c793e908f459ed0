// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp;

import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.camquay.api.capture.CaptureDriver;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.capture.FrameSink;
import org.camquay.api.capture.MediaSource;
import org.camquay.net.NetLoops;
import org.camquay.net.WorkThreads;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Opens RTSP cameras and delivers their frames as they were encoded, without native code. Thread: any. */
@Component
@Designate(ocd = RtspCaptureDriver.Config.class)
public final class RtspCaptureDriver implements CaptureDriver {
    /** What can be configured. */
    @ObjectClassDefinition(name = "RTSP capture")
    public @interface Config {
        @AttributeDefinition(name = "schemes", description = "The URI schemes it claims.")
        String[] camquay_capture_schemes() default {"rtsp", "rtsps"};

        @AttributeDefinition(
                name = "ranking",
                description =
                        "Of several drivers of a scheme the one with the highest ranking is asked; FFmpeg's has 0.")
        int service_ranking() default 100;
    }

    private final NetLoops loops;
    private final Executor work;
    private final KeepAlive keepAlive = new KeepAlive();
    private final Set<RtspSource> sources = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    @Activate
    public RtspCaptureDriver(
            @Reference(name = "loops") NetLoops loops, @Reference(name = "work") WorkThreads work, Config config) {
        this(loops, work);
    }

    /** The same without a configuration. */
    public RtspCaptureDriver(NetLoops loops, Executor work) {
        this.loops = loops;
        this.work = work;
    }

    @Override
    public MediaSource open(CaptureRequest request, FrameSink sink) throws CaptureException {
        var location = Location.of(request.uri());
        var options = Options.of(request, location.name());
        if (closed) {
            throw Reasons.of(location, Reasons.closed());
        }
        var loop = loops.forSource();
        var source = new Source(loop, work, InstantSource.system(), keepAlive, request.timeout(), false);
        var opening = new RtspSource[1];
        opening[0] = new RtspSource(source, location, options, new Delivery(sink), () -> sources.remove(opening[0]));
        sources.add(opening[0]);
        opening[0].open();
        return opening[0];
    }

    /** Closes the sources still open. */
    @Deactivate
    void close() {
        closed = true;
        sources.parallelStream().forEach(RtspSource::close);
    }
}
