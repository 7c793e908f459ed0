// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.peer;

import java.util.List;
import org.camquay.api.ice.IceCandidatePair;
import org.camquay.api.media.MediaKind;

/**
 * What a connection has carried, in the words of W3C webrtc-stats.
 *
 * @param outbound one for each track sent
 * @param selectedPair the candidate pair in use, or null
 * @param dtlsCipher and SRTP profile, empty before the handshake is done
 */
public record PeerStats(List<OutboundRtp> outbound, IceCandidatePair selectedPair, String dtlsCipher) {
    /**
     * W3C {@code RTCOutboundRtpStreamStats} and {@code RTCRemoteInboundRtpStreamStats}, reduced.
     *
     * @param roundTripTime seconds, 0 when not known
     * @param jitter seconds, as the peer reports it
     * @param packetsLost as the peer reports it
     */
    public record OutboundRtp(
            MediaKind kind,
            String mimeType,
            long ssrc,
            long packetsSent,
            long bytesSent,
            long framesSent,
            long framesDropped,
            long nackCount,
            long retransmittedPacketsSent,
            long pliCount,
            long firCount,
            long packetsLost,
            double jitter,
            double roundTripTime) {}
}
