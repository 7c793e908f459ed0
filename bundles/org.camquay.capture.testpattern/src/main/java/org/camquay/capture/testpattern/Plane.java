// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.testpattern;

import java.util.Arrays;

/**
 * One plane of a picture: Y, U or V.
 *
 * @param bytes all planes of the picture
 * @param offset where this one begins
 * @param stride bytes from one line to the next
 */
record Plane(byte[] bytes, int offset, int stride) {
    /** Fills a rectangle; right and bottom are outside of it. */
    void fill(int left, int right, int top, int bottom, int value) {
        for (int y = top; y < bottom; y++) {
            int line = offset + y * stride;
            Arrays.fill(bytes, line + left, line + right, (byte) value);
        }
    }
}
