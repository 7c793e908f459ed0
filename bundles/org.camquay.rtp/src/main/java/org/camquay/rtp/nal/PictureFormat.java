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
 */
public record PictureFormat(String profileLevelId, int width, int height, double frameRate, boolean reordered) {
    /** Nothing is known. */
    public static final PictureFormat UNKNOWN = new PictureFormat("", 0, 0, 0, false);
}
