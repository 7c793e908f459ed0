// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.payload;

import java.nio.ByteBuffer;

/**
 * The payload of one RTP packet: a few bytes of the payload format, and slices of the frame's buffer. The
 * frame is copied only where a packet is built, with {@link #copyTo}. Immutable; it keeps the whole frame
 * reachable. Thread: any; copying moves no position of the frame.
 */
public sealed interface RtpPayload permits SlicePayload, AggregatePayload {

    /** Bytes that {@link #copyTo} writes. */
    int length();

    /** The marker bit of the packet: for video, the last packet of the frame. */
    boolean marker();

    /** Ticks of the payload's clock to add to the timestamp of the frame; 0 but for a frame that was split in time. */
    long timestampOffset();

    /**
     * Writes the payload.
     *
     * @return {@link #length()}
     * @throws IndexOutOfBoundsException when it does not fit
     */
    int copyTo(byte[] destination, int offset);

    /**
     * Writes the payload at the buffer's position, which advances by {@link #length()}.
     *
     * @throws java.nio.BufferOverflowException when it does not fit
     */
    void copyTo(ByteBuffer destination);
}
