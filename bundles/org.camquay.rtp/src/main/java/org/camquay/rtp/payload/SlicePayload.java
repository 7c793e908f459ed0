// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.payload;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;

/**
 * One slice of the frame, with or without two bytes before it.
 *
 * @param frame shared, read by absolute index only
 * @param prefix two bytes before the slice, such as FU indicator and FU header; {@link #NO_PREFIX} for none
 */
record SlicePayload(ByteBuffer frame, int offset, int size, int prefix, boolean marker, long timestampOffset)
        implements RtpPayload {

    static final int NO_PREFIX = -1;
    static final int PREFIX_LENGTH = 2;

    @Override
    public int length() {
        return prefix < 0 ? size : size + PREFIX_LENGTH;
    }

    @Override
    public int copyTo(byte[] destination, int start) {
        int at = start;
        if (prefix >= 0) {
            destination[at++] = (byte) (prefix >> 8);
            destination[at++] = (byte) prefix;
        }
        frame.get(offset, destination, at, size);
        return at + size - start;
    }

    @Override
    public void copyTo(ByteBuffer destination) {
        int start = destination.position();
        int end = start + length();
        if (end > destination.limit()) {
            throw new BufferOverflowException();
        }
        if (prefix >= 0) {
            destination.put((byte) (prefix >> 8));
            destination.put((byte) prefix);
        }
        destination.put(destination.position(), frame, offset, size);
        destination.position(end);
    }
}
