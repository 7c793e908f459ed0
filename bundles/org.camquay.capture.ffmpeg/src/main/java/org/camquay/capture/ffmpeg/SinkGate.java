// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.FrameSink;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.TrackFormat;

/** Stands before the sink, and lets nothing through once the source is closed or has ended. Thread: any. */
final class SinkGate {
    private final FrameSink sink;
    private boolean open = true;

    SinkGate(FrameSink sink) {
        this.sink = sink;
    }

    synchronized void format(int track, TrackFormat format) {
        if (open) {
            sink.onFormat(track, format);
        }
    }

    synchronized void frame(int track, MediaFrame frame) {
        if (open) {
            sink.onFrame(track, frame);
        }
    }

    synchronized void end(CaptureException failure) {
        if (open) {
            open = false;
            sink.onEnded(failure);
        }
    }

    synchronized void shut() {
        open = false;
    }
}
