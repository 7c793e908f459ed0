// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.rtcp;

import java.nio.ByteBuffer;

/**
 * One packet of an RTCP compound (RFC 3550 §6). What has no type of its own yet is {@link UnknownRtcp}, so
 * whoever switches over the types needs a default branch, and new types break nobody.
 */
public sealed interface RtcpPacket
        permits SenderReport,
                ReceiverReport,
                SourceDescription,
                Goodbye,
                GenericNack,
                PictureLossIndication,
                FullIntraRequest,
                TransportFeedback,
                CongestionControlFeedback,
                ReceiverEstimatedMaxBitrate,
                UnknownRtcp {

    /** Bytes on the wire, a multiple of 4. */
    int length();

    /**
     * Writes the packet at the buffer's position.
     *
     * @throws java.nio.BufferOverflowException when fewer than {@link #length()} bytes are left
     */
    void writeTo(ByteBuffer destination);
}
