// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.nal;

/**
 * Where a NAL unit is, without start code or length.
 *
 * @param begin of its header, in bytes from the beginning of the array
 * @param end of the first byte behind it
 */
public record UnitRange(int begin, int end) {
    /** Bytes of the unit. */
    public int size() {
        return end - begin;
    }
}
