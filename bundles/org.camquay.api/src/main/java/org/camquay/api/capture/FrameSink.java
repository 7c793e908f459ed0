// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.capture;

import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.TrackFormat;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Where a source puts its formats and frames. A track is a small number, 0 for the first. The methods never block and
 * never throw; one thread at a time calls them.
 */
@ProviderType
public interface FrameSink {
    /** A track's format, before its first frame and whenever it changes. */
    void onFormat(int track, TrackFormat format);

    /** A frame, in decoding order. Its type fits the track's format; its first one after a format is a key frame. */
    void onFrame(int track, MediaFrame frame);

    /**
     * The source has ended and delivers no more; called at most once, and not after {@link MediaSource#close()}.
     *
     * @param failure why it was lost, or null at the regular end of a file
     */
    void onEnded(CaptureException failure);
}
