// SPDX-License-Identifier: Apache-2.0
package com.example.camquay.snow;

import java.net.URI;
import org.camquay.api.capture.CaptureDriver;
import org.camquay.testkit.contract.CaptureDriverContract;

final class SnowCaptureDriverTest extends CaptureDriverContract {
    @Override
    protected CaptureDriver driver() {
        return new SnowCaptureDriver();
    }

    @Override
    protected URI workingUri() {
        return URI.create("snow:gray");
    }

    @Override
    protected URI brokenUri() {
        return URI.create("snow://user:secret@nowhere/");
    }
}
