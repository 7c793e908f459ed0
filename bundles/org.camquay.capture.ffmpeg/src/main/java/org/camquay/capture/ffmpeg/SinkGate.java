// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.util.List;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.FrameSink;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.media.UnusedTrack;

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

    synchronized void unusedTracks(List<UnusedTrack> tracks) {
        if (open) {
            sink.onUnusedTracks(tracks);
        }
    }

    synchronized void waiting(String reason) {
        if (open) {
            sink.onWaiting(reason);
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
