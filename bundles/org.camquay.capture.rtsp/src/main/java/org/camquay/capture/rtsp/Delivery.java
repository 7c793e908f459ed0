// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.FrameSink;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.media.UnusedTrack;
import org.camquay.capture.rtsp.media.MediaTracks;

/**
 * Stands before the sink: formats wait until all are known, and nothing goes through once the source is closed or has ended. Thread:
 * any.
 */
final class Delivery implements MediaTracks.Output {
    private final FrameSink sink;
    private final Map<Integer, TrackFormat> formats = new TreeMap<>();
    private boolean announced;
    private boolean shut;

    Delivery(FrameSink sink) {
        this.sink = sink;
    }

    /** What came of an attempt is forgotten; the next one begins. */
    synchronized void reset() {
        formats.clear();
    }

    /** Tells what the source has; frames may follow. */
    synchronized void announce(List<UnusedTrack> unused) {
        if (shut || announced) {
            return;
        }
        announced = true;
        sink.onUnusedTracks(unused);
        formats.forEach(sink::onFormat);
    }

    @Override
    public synchronized void format(int track, TrackFormat format) {
        if (!announced) {
            formats.put(track, format);
        } else if (!shut) {
            sink.onFormat(track, format);
        }
    }

    @Override
    public synchronized void frame(int track, MediaFrame frame) {
        if (announced && !shut) {
            sink.onFrame(track, frame);
        }
    }

    @Override
    public synchronized void waiting(String reason) {
        if (!shut) {
            sink.onWaiting(reason);
        }
    }

    /** The source is over. */
    synchronized void end(CaptureException failure) {
        if (announced && !shut) {
            shut = true;
            sink.onEnded(failure);
        }
    }

    /** The source was closed. */
    synchronized void shut() {
        shut = true;
    }
}
