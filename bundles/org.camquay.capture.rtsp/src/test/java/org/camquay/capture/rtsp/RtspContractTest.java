// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp;

import java.io.IOException;
import java.net.URI;
import org.camquay.api.capture.CaptureDriver;
import org.camquay.net.NetLoops;
import org.camquay.net.WorkThreads;
import org.camquay.testkit.contract.CaptureDriverContract;
import org.camquay.testkit.outside.RtspCamera;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** The contract with GStreamer's RTSP server, H.264 and AAC. */
final class RtspContractTest extends CaptureDriverContract {
    private static RtspCamera camera;
    private static RtspCamera guarded;
    private static NetLoops loops;
    private static WorkThreads work;
    private final RtspCaptureDriver driver = new RtspCaptureDriver(loops, work);

    @BeforeAll
    static void start() throws IOException {
        loops = new NetLoops(1);
        work = new WorkThreads();
        camera = new RtspCamera();
        guarded = new RtspCamera("--auth", "digest");
    }

    @AfterAll
    static void stop() {
        if (camera != null) {
            camera.close();
        }
        if (guarded != null) {
            guarded.close();
        }
        loops.close();
        work.close();
    }

    @Override
    protected CaptureDriver driver() {
        return driver;
    }

    @Override
    protected String thread(String stream) {
        return "net-0";
    }

    @Override
    protected URI workingUri() {
        return camera.uri("/aac");
    }

    @Override
    protected URI brokenUri() {
        return guarded.uri("cam", "wr0ng", "/aac");
    }

    @AfterEach
    void close() {
        driver.close();
    }
}
