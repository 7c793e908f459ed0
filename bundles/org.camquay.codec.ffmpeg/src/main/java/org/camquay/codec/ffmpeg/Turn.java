// SPDX-License-Identifier: Apache-2.0
package org.camquay.codec.ffmpeg;

import java.nio.ByteBuffer;

/**
 * Turns pictures in I420 as their format tells: mirrors them if it says so, then turns them clockwise. Pure.
 *
 * @param rotation 0, 90, 180 or 270 degrees
 * @param mirrored whether left and right are exchanged first
 */
record Turn(int rotation, boolean mirrored) {
    private static final int QUARTER = 90;
    private static final int HALF = 180;
    private static final int PLANES = 3;

    /** Whether pictures stay as they are. */
    boolean none() {
        return rotation == 0 && !mirrored;
    }

    /** Whether width and height are exchanged. */
    boolean sideways() {
        return rotation % HALF != 0;
    }

    /**
     * A turned copy.
     *
     * @param picture the three planes of a picture, one after the other, at the beginning of an array
     * @param width of the picture as it is, in pixels
     * @param height of the picture as it is, in pixels
     */
    ByteBuffer turned(ByteBuffer picture, int width, int height) {
        byte[] from = picture.array();
        byte[] to = new byte[picture.remaining()];
        int begin = 0;
        for (int plane = 0; plane < PLANES; plane++) {
            int columns = plane == 0 ? width : (width + 1) / 2;
            int rows = plane == 0 ? height : (height + 1) / 2;
            turn(from, to, begin, columns, rows);
            begin += columns * rows;
        }
        return ByteBuffer.wrap(to);
    }

    /** A step to the right, or down, in the turned plane is always the same step in the plane as it is. */
    private void turn(byte[] from, byte[] to, int begin, int columns, int rows) {
        int origin = source(0, 0, columns, rows);
        int right = source(1, 0, columns, rows) - origin;
        int down = source(0, 1, columns, rows) - origin;
        int width = sideways() ? rows : columns;
        int height = sideways() ? columns : rows;
        int at = begin;
        for (int y = 0; y < height; y++) {
            int source = begin + origin + y * down;
            for (int x = 0; x < width; x++, source += right) {
                to[at++] = from[source];
            }
        }
    }

    /** Where a pixel of the turned plane is in the plane as it is. */
    private int source(int x, int y, int columns, int rows) {
        int column = x;
        int row = y;
        if (rotation == QUARTER) {
            column = y;
            row = rows - 1 - x;
        } else if (rotation == HALF) {
            column = columns - 1 - x;
            row = rows - 1 - y;
        } else if (rotation == HALF + QUARTER) {
            column = columns - 1 - y;
            row = x;
        }
        return row * columns + (mirrored ? columns - 1 - column : column);
    }
}
