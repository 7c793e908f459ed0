// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.payload;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;

/**
 * Several NAL units in one packet (STAP-A, RFC 6184 §5.7.1): a header byte, then each unit behind its size.
 *
 * @param frame shared, read by absolute index only
 * @param header the aggregation's own NAL unit header
 * @param units offset and size of each unit; not changed after construction
 * @param length bytes of the payload
 */
record AggregatePayload(ByteBuffer frame, int header, int[] units, int length, boolean marker) implements RtpPayload {

    static final int HEADER_LENGTH = 1;
    static final int SIZE_LENGTH = 2;

    @Override
    public long timestampOffset() {
        return 0;
    }

    @Override
    public int copyTo(byte[] destination, int start) {
        int at = start;
        destination[at++] = (byte) header;
        for (int i = 0; i < units.length; i += 2) {
            int size = units[i + 1];
            destination[at++] = (byte) (size >> 8);
            destination[at++] = (byte) size;
            frame.get(units[i], destination, at, size);
            at += size;
        }
        return at - start;
    }

    @Override
    public void copyTo(ByteBuffer destination) {
        if (destination.remaining() < length) {
            throw new BufferOverflowException();
        }
        int at = destination.position();
        destination.put(at++, (byte) header);
        for (int i = 0; i < units.length; i += 2) {
            int size = units[i + 1];
            destination.put(at++, (byte) (size >> 8));
            destination.put(at++, (byte) size);
            destination.put(at, frame, units[i], size);
            at += size;
        }
        destination.position(at);
    }
}
