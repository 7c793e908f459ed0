// SPDX-License-Identifier: Apache-2.0
package com.example.camquay.snow;

import org.camquay.api.capture.CaptureDriver;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.capture.FrameSink;
import org.camquay.api.capture.MediaSource;
import org.osgi.service.component.annotations.Component;

/** Opens {@code snow:gray}, the picture of a television without a station. Thread: any. */
@Component(property = CaptureDriver.SCHEMES + "=snow")
public final class SnowCaptureDriver implements CaptureDriver {
    @Override
    public MediaSource open(CaptureRequest request, FrameSink sink) throws CaptureException {
        if (!"gray".equals(request.uri().getSchemeSpecificPart())) {
            throw new CaptureException(CaptureRequest.redacted(request.uri()) + ": there is only snow:gray");
        }
        sink.onFormat(0, SnowSource.FORMAT);
        var source = new SnowSource("capture-" + request.streamName(), sink);
        source.start();
        return source;
    }
}
