// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.nal;

/**
 * What a sequence parameter set tells of the pictures, of whichever codec.
 *
 * @param width in pixels, after cropping; 0 when not known
 * @param height in pixels, after cropping; 0 when not known
 * @param frameRate frames a second, 0 when not told
 * @param reorderedFrames how many pictures may be held back for reordering, -1 when not told
 */
public record SequenceParameters(int width, int height, double frameRate, int reorderedFrames) {
    /** Of a set that is damaged. */
    public static final SequenceParameters UNKNOWN = new SequenceParameters(0, 0, 0, -1);

    /** Pixels of a picture's side, at most. */
    public static final int MAX_SIDE = 16_384;
}
