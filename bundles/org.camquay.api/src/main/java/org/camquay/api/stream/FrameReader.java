// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.stream;

import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.TrackFormat;
import org.osgi.annotation.versioning.ConsumerType;

/** Reads a track. Calls come one at a time, in order; they never block and never throw. */
@ConsumerType
public interface FrameReader {
    /** The format of the frames that follow. The next video frame is a key frame. */
    void onFormat(TrackFormat format);

    /** The next frame, in decoding order. */
    void onFrame(EncodedFrame frame);

    /** No data for now, or data again. After an un-mute comes a format and a key frame. */
    default void onMuted(boolean muted) {}

    /** Never again. */
    default void onEnded() {}
}
