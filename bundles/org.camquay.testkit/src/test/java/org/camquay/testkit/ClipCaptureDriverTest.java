// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit;

import java.net.URI;
import org.camquay.api.capture.CaptureDriver;
import org.camquay.testkit.contract.CaptureDriverContract;

final class ClipCaptureDriverTest extends CaptureDriverContract {
    @Override
    protected CaptureDriver driver() {
        return new ClipCaptureDriver();
    }

    @Override
    protected URI workingUri() {
        return URI.create("clip:loop");
    }

    @Override
    protected URI brokenUri() {
        return URI.create("clip://user:secret@broken/");
    }
}
