// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.nal;

/**
 * What the pictures of a stream are like.
 *
 * @param profileLevelId of H.264 (RFC 6184 §8.1), six hexadecimal digits; empty for H.265
 * @param width in pixels, 0 when not known
 * @param height in pixels, 0 when not known
 * @param frameRate frames a second, 0 when not known
 * @param reordered whether output order differs from decoding order
 * @param recovery whether decoding begins at other pictures than IDR pictures, so that the first ones may be incomplete
 */
public record PictureFormat(
        String profileLevelId, int width, int height, double frameRate, boolean reordered, boolean recovery) {
    /** Nothing is known. */
    public static final PictureFormat UNKNOWN = new PictureFormat("", 0, 0, 0, false);

    /** The format of a stream with IDR pictures. */
    public PictureFormat(String profileLevelId, int width, int height, double frameRate, boolean reordered) {
        this(profileLevelId, width, height, frameRate, reordered, false);
    }
}
