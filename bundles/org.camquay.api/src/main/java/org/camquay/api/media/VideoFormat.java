// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.media;

import java.util.Objects;

/**
 * The format of a video track.
 *
 * @param codec how the frames are coded; for H.264 its fmtp line carries the source's profile-level-id
 * @param width picture width in pixels, 0 when not known
 * @param height picture height in pixels, 0 when not known
 * @param frameRate frames a second, 0 when not known
 * @param reordered whether output order differs from decoding order (B-frames), which browsers cannot play over RTP
 */
public record VideoFormat(Codec codec, int width, int height, double frameRate, boolean reordered)
        implements TrackFormat {
    public VideoFormat {
        Objects.requireNonNull(codec, "codec");
        if (codec.kind() != MediaKind.VIDEO || width < 0 || height < 0 || frameRate < 0) {
            throw new IllegalArgumentException("not a video format: " + codec + " " + width + "x" + height);
        }
    }
}
