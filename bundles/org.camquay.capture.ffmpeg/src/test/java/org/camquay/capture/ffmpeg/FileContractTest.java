// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.net.URI;
import org.camquay.api.capture.CaptureDriver;
import org.camquay.testkit.contract.CaptureDriverContract;
import org.junit.jupiter.api.AfterEach;

final class FileContractTest extends CaptureDriverContract {
    private final FfmpegCaptureDriver driver = Clips.driver();

    @Override
    protected CaptureDriver driver() {
        return driver;
    }

    @Override
    protected URI workingUri() {
        return URI.create("file:clip.mp4?loop=true");
    }

    @Override
    protected URI brokenUri() {
        return URI.create("file:missing.mp4?loop=true");
    }

    @AfterEach
    void close() {
        driver.close();
    }
}
