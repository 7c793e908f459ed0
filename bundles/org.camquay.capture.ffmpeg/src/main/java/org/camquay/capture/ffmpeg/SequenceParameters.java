// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

/**
 * What a sequence parameter set tells of the pictures.
 *
 * @param width in pixels, after cropping; 0 when not known
 * @param height in pixels, after cropping; 0 when not known
 * @param frameRate frames a second, 0 when not told
 * @param reorderedFrames how many pictures may be held back for reordering, -1 when not told
 */
record SequenceParameters(int width, int height, double frameRate, int reorderedFrames) {
    static final SequenceParameters UNKNOWN = new SequenceParameters(0, 0, 0, -1);

    static final int MAX_SIDE = 16_384;
}
