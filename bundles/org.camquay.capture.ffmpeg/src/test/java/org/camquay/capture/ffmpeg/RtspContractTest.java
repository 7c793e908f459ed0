// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.io.IOException;
import java.net.URI;
import org.camquay.api.capture.CaptureDriver;
import org.camquay.testkit.contract.CaptureDriverContract;
import org.camquay.testkit.outside.RtspCamera;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** The contract with a camera on RTSP, H.264 and AAC. */
final class RtspContractTest extends CaptureDriverContract {
    private static RtspCamera camera;
    private static RtspCamera guarded;
    private final FfmpegCaptureDriver driver = Clips.driver();

    @BeforeAll
    static void start() throws IOException {
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
    }

    @Override
    protected CaptureDriver driver() {
        return driver;
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
