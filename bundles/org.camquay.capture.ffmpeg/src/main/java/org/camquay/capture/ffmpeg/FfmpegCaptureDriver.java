// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.camquay.api.capture.CaptureDevice;
import org.camquay.api.capture.CaptureDriver;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.capture.FrameSink;
import org.camquay.api.capture.MediaSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Opens cameras, streams and files through FFmpeg and delivers their frames as they were encoded. Thread: any. */
@Component
@Designate(ocd = FfmpegCaptureDriver.Config.class)
public final class FfmpegCaptureDriver implements CaptureDriver {
    /** What can be configured. */
    @ObjectClassDefinition(name = "FFmpeg capture")
    public @interface Config {
        @AttributeDefinition(description = "The folder that file: URIs may read. Empty: none.")
        String mediaFolder() default "";

        @AttributeDefinition(name = "schemes", description = "The URI schemes it claims.")
        String[] camquay_capture_schemes() default {
            "rtsp", "rtsps", "rtmp", "rtmps", "srt", "http", "https", "udp", "file", "v4l2"
        };
    }

    private final MediaFolder folder;
    private final Clocks clocks;
    private final Set<FfmpegSource> sources = ConcurrentHashMap.newKeySet();
    private Interrupts interrupts;
    private boolean closed;

    @Activate
    public FfmpegCaptureDriver(Config config) {
        this(config.mediaFolder(), Clocks.SYSTEM);
    }

    FfmpegCaptureDriver(String mediaFolder, Clocks clocks) {
        folder = new MediaFolder(mediaFolder);
        this.clocks = clocks;
    }

    @Override
    public MediaSource open(CaptureRequest request, FrameSink sink) throws CaptureException {
        var location = MediaLocation.of(request, folder);
        if (location.isDevice()) {
            if (!Files.exists(Path.of(location.url()))) {
                throw Reasons.notOpened(location, Errno.NO_ENTRY);
            }
            Ffmpeg.loadDevices();
        } else {
            Ffmpeg.load();
        }
        var source = new FfmpegSource(request, location, sink, interrupts(location), clocks);
        sources.add(source);
        source.open(() -> sources.remove(source));
        return source;
    }

    private synchronized Interrupts interrupts(MediaLocation location) throws CaptureException {
        if (closed) {
            throw Reasons.closed(location);
        }
        if (interrupts == null) {
            interrupts = new Interrupts();
        }
        return interrupts;
    }

    @Override
    public List<CaptureDevice> devices() {
        return VideoDevices.list();
    }

    /** Closes the sources still open. */
    @Deactivate
    void close() {
        synchronized (this) {
            closed = true;
        }
        sources.forEach(FfmpegSource::close);
        synchronized (this) {
            // one that still hangs in the kernel keeps the function it asks
            if (interrupts != null && interrupts.unused()) {
                interrupts.close();
                interrupts = null;
            }
        }
    }
}
