// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.testpattern;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.camquay.api.capture.CaptureDevice;
import org.camquay.api.capture.CaptureDriver;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.capture.FrameSink;
import org.camquay.api.capture.MediaSource;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Opens {@code test:bars}: colour bars, a running clock, a moving block, a frame counter for machines, and a tone. The
 * driver to copy: it parses what it is asked for, announces its formats, and delivers from one thread of its own.
 * Thread: any.
 */
@Component(property = CaptureDriver.SCHEMES + "=test")
public final class TestPatternDriver implements CaptureDriver {
    private final Set<Playback> open = ConcurrentHashMap.newKeySet();

    @Override
    public MediaSource open(CaptureRequest request, FrameSink sink) throws CaptureException {
        PatternOptions options = PatternOptions.parse(request.uri());
        sink.onFormat(Playback.VIDEO, options.videoFormat());
        if (options.hasTone()) {
            sink.onFormat(Playback.AUDIO, options.audioFormat());
        }
        var playback = new Playback(options, sink, InstantSource.system(), open::remove);
        open.add(playback);
        playback.start("capture-" + request.streamName());
        return playback;
    }

    @Override
    public List<CaptureDevice> devices() {
        var options = PatternOptions.DEFAULT;
        return List.of(new CaptureDevice(
                URI.create("test:bars"), "Test pattern", List.of(options.videoFormat(), options.audioFormat())));
    }

    @Deactivate
    void close() {
        open.forEach(Playback::close);
    }
}
