// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.camquay.capture.rtsp.link.UdpPair;
import org.camquay.capture.rtsp.media.MediaTrack;

/**
 * A track that the camera agreed to send, and where its packets come.
 *
 * @param media what becomes of them
 * @param uri by which it is controlled
 * @param channel of RTP on the connection; -1 over UDP
 * @param rtcpChannel of RTCP there
 * @param ports over UDP
 */
record SetUpTrack(
        MediaTrack media, String uri, int payloadType, int channel, int rtcpChannel, Optional<UdpPair> ports) {
    private static final int PAYLOAD_TYPE = 0x7F;
    private static final int RTCP_FIRST = 192;
    private static final int RTCP_LAST = 223;

    /** Takes a packet of the connection if it is this track's. */
    boolean take(int onChannel, ByteBuffer packet, long now) {
        if (onChannel == channel && !isReport(packet)) {
            media.push(packet, now);
        } else if (onChannel == rtcpChannel || onChannel == channel) {
            media.rtcp(packet, now);
        } else {
            return false;
        }
        return true;
    }

    /** Takes a packet of a channel that was never agreed on, if it has this track's payload type. */
    boolean takeStray(ByteBuffer packet, long now) {
        boolean ours = packet.remaining() > 1
                && !isReport(packet)
                && (packet.get(packet.position() + 1) & PAYLOAD_TYPE) == payloadType;
        if (ours) {
            media.push(packet, now);
        }
        return ours;
    }

    /** Tells RTCP by its second octet, where both come on one channel (RFC 5761 §4). */
    private static boolean isReport(ByteBuffer packet) {
        int type = packet.remaining() > 1 ? packet.get(packet.position() + 1) & 0xFF : 0;
        return type >= RTCP_FIRST && type <= RTCP_LAST;
    }
}
