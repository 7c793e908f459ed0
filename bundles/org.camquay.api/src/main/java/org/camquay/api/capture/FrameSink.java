// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.capture;

import java.util.List;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.media.UnusedTrack;
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
     * The tracks of the source that are not used, and why: told before {@link CaptureDriver#open} returns if there are
     * any, and whenever they change. Each call takes the place of the one before.
     */
    default void onUnusedTracks(List<UnusedTrack> tracks) {}

    /**
     * Why no frame can be handed on yet although the source delivers, shown as the stream's status while no frame comes.
     *
     * @param reason what is waited for, and what the operator can do about it, in one sentence without a full stop: "no
     *     key frame yet: the camera sends none unless it is asked, set its key frame interval"; no secret in it
     */
    default void onWaiting(String reason) {}

    /**
     * The source has ended and delivers no more; called at most once, and not after {@link MediaSource#close()}.
     *
     * @param failure why it was lost, or null at the regular end of a file
     */
    void onEnded(CaptureException failure);
}
