// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.cameras;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.camquay.api.capture.CaptureDriver;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.stream.StreamRequest;
import org.camquay.capture.ffmpeg.FfmpegCaptureDriver;
import org.camquay.capture.rtsp.RtspCaptureDriver;
import org.camquay.net.NetLoops;
import org.camquay.net.WorkThreads;
import org.camquay.streams.HandMade;

/** The real registry of streams with one capture driver. Thread: any. */
final class Site implements AutoCloseable {
    private final HandMade registry;
    private final AutoCloseable rest;

    /** Both of them claim RTSP. */
    enum Driver {
        RTSP,
        FFMPEG
    }

    /**
     * Starts it.
     *
     * @param media the folder whose files may be read
     */
    Site(Driver driver, Path media) throws IOException {
        if (driver == Driver.RTSP) {
            var loops = new NetLoops(0);
            var work = new WorkThreads();
            registry = registry(new RtspCaptureDriver(loops, work));
            rest = () -> {
                work.close();
                loops.close();
            };
        } else {
            registry = registry(new FfmpegCaptureDriver(
                    HandMade.settings(FfmpegCaptureDriver.Config.class, Map.of("mediaFolder", media.toString()))));
            rest = () -> {};
        }
    }

    private static HandMade registry(CaptureDriver driver) {
        return new HandMade(driver, "rtsp", "rtsps", "http", "file", "udp", "srt");
    }

    /** Pulls a source and reads all of it. */
    Watched watch(String name, URI uri, boolean forceTcp) throws CaptureException {
        return new Watched(registry.streams().pull(new StreamRequest(name, uri, forceTcp, true, false)));
    }

    @Override
    public void close() throws Exception {
        registry.close();
        rest.close();
    }
}
