// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.media;

import java.util.Optional;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.TrackFormat;

/** Makes frames of what was put together of packets. Only on one thread. */
interface FrameReader {
    /** The format as far as it is known; another object when it has changed. */
    Optional<TrackFormat> format();

    /**
     * The frame; empty for one that nobody could play.
     *
     * @param bytes owned by the reader from now on
     * @param micros presentation time
     * @param duration in microseconds, 0 when not known
     * @param captured microseconds since 1970, or {@link MediaFrame#UNKNOWN_TIME}
     */
    Optional<MediaFrame> read(byte[] bytes, long micros, long duration, long captured);

    /** Why nothing can be handed on although frames come, and what to do about it; empty if nothing is missing. */
    default String missing() {
        return "";
    }
}
