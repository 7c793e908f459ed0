// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import org.camquay.api.media.VideoFormat;

/**
 * How decoded pictures are to be shown, as {@link VideoFormat} has it: mirrored first, then turned.
 *
 * @param rotation clockwise, 0, 90, 180 or 270 degrees
 * @param mirrored whether left and right are exchanged
 */
record Orientation(int rotation, boolean mirrored) {
    static final Orientation UPRIGHT = new Orientation(0, false);

    private static final int QUARTERS = 4;
    private static final int QUARTER = 90;

    /**
     * What a display matrix says (ISO/IEC 14496-12 §6.2.2), to the nearest quarter turn; sizes and places in it are of no
     * concern here.
     *
     * @param matrix nine numbers, row by row; upright if they are fewer, or flatten the picture
     */
    static Orientation ofDisplayMatrix(int... matrix) {
        if (matrix.length < 5) {
            return UPRIGHT;
        }
        double determinant = (double) matrix[0] * matrix[4] - (double) matrix[1] * matrix[3];
        if (determinant == 0) {
            return UPRIGHT;
        }
        // The second row is where the picture's downward side points, which mirroring does not change.
        double turns = Math.atan2(-matrix[3], matrix[4]) * 2 / Math.PI;
        return new Orientation(Math.floorMod(Math.round(turns), QUARTERS) * QUARTER, determinant < 0);
    }

    /** The format of pictures with this orientation: with the sides that viewers see. */
    VideoFormat shown(VideoFormat coded) {
        boolean sideways = rotation % (2 * QUARTER) != 0;
        return new VideoFormat(
                coded.codec(),
                sideways ? coded.height() : coded.width(),
                sideways ? coded.width() : coded.height(),
                coded.frameRate(),
                coded.reordered(),
                coded.recovery(),
                rotation,
                mirrored);
    }
}
