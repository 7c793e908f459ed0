// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.transport;

import org.camquay.api.ice.IceCandidate;
import org.camquay.rtp.rtcp.RtcpCompound;

/** The connection that a transport belongs to, which hears of the transport on the loop. */
public interface TransportOwner {
    /** An address of ours, for the peer. */
    void onCandidate(IceCandidate candidate);

    /** There are no more addresses. */
    void onGathered();

    /** ICE or DTLS changed. */
    void onStateChange();

    /** SRTP keys are there: sending may begin. */
    void onSecure();

    /** The peer says something of what it receives; decrypted. */
    void onRtcp(RtcpCompound compound);
}
