// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.payload;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Cuts encoded frames into RTP payloads, once per track: nothing in a payload depends on the viewer, so that
 * all viewers share it. One implementation per payload format.
 *
 * <p>Implementations have no state of a stream and may be shared. Thread: any.
 */
public interface RtpPacketizer {

    /** Largest payload by default: fits an IPv6 path of 1280 bytes with UDP, SRTP, TURN and extensions. */
    int DEFAULT_MAX_PAYLOAD = 1180;

    /**
     * The payloads of one frame, in sending order.
     *
     * @param frame one encoded frame between position and limit, which do not change. It is not copied:
     *     its bytes must not change as long as a payload is used
     * @return empty when the frame holds nothing to send
     */
    List<RtpPayload> packetize(ByteBuffer frame);
}
