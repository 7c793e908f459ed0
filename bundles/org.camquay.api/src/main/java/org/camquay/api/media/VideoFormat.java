// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.media;

import java.util.Objects;

/**
 * The format of a video track. Browsers cannot be given frames with one of the last four properties: such a track is
 * converted.
 *
 * @param codec how the frames are coded; for H.264 its fmtp line carries the source's profile-level-id
 * @param width picture width in pixels as viewers see it, so after it was turned; 0 when not known
 * @param height picture height in pixels as viewers see it; 0 when not known
 * @param frameRate frames a second, 0 when not known
 * @param reordered whether output order differs from decoding order (B-frames)
 * @param recovery whether decoding begins at recovery points or at pictures that are no IDR pictures (ITU-T H.264 §D.2.8,
 *     H.265 §D.3.8), so that the first pictures after a key frame may be incomplete
 * @param rotation by how many degrees clockwise decoded pictures are to be turned: 0, 90, 180 or 270
 * @param mirrored whether left and right of decoded pictures are to be exchanged, before they are turned
 */
public record VideoFormat(
        Codec codec,
        int width,
        int height,
        double frameRate,
        boolean reordered,
        boolean recovery,
        int rotation,
        boolean mirrored)
        implements TrackFormat {
    private static final int QUARTER = 90;
    private static final int FULL_TURN = 360;

    public VideoFormat {
        Objects.requireNonNull(codec, "codec");
        if (codec.kind() != MediaKind.VIDEO || width < 0 || height < 0 || frameRate < 0) {
            throw new IllegalArgumentException("not a video format: " + codec + " " + width + "x" + height);
        }
        if (rotation < 0 || rotation >= FULL_TURN || rotation % QUARTER != 0) {
            throw new IllegalArgumentException("pictures are turned by 0, 90, 180 or 270 degrees, not by " + rotation);
        }
    }

    /** A format whose pictures are upright, and whose key frames are such that nothing before them is needed. */
    public VideoFormat(Codec codec, int width, int height, double frameRate, boolean reordered) {
        this(codec, width, height, frameRate, reordered, false, 0, false);
    }

    /** Whether a browser that has the codec can be given the frames as they are. */
    public boolean playable() {
        return !reordered && !recovery && upright();
    }

    /** Whether decoded pictures are to be shown as they are. */
    public boolean upright() {
        return rotation == 0 && !mirrored;
    }
}
