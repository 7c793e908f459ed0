// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.ice;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/** What an agent tells its owner, always on the agent's loop; the methods do not block. */
@ProviderType
public interface IceListener {
    /** A local candidate, without {@code sdpMid} and {@code sdpMLineIndex}. */
    void onCandidate(IceCandidate candidate);

    /** How far gathering is. */
    void onGatheringState(IceGatheringState state);

    /** How far connecting is. {@link IceTransportState#FAILED} comes with a reason in {@link IceAgent#diagnosis()}. */
    void onState(IceTransportState state);

    /**
     * Packets go over another pair from now on (W3C {@code selectedcandidatepairchange}). A pair that was silent for a
     * while and answers again is no other: of that only {@link #onState} tells.
     */
    default void onSelectedPairChange(IceCandidatePair pair) {}

    /**
     * A packet that is not STUN (RFC 7983: DTLS, RTP or RTCP) from the peer, who has answered a check before.
     *
     * @param packet valid only during the call; may be changed by the receiver
     */
    void onPacket(ByteBuffer packet);

    /**
     * A packet that is RTCP by its looks (RFC 5761 §4) came from an address at which the peer is not known to be. If it is the
     * peer's all the same, its router gave it another address, and the agent checks whether it answers there.
     *
     * @param packet valid only during the call; may be changed by the receiver
     * @return whether the packet is surely the peer's: it has a valid tag of the peer's keys and was not seen before
     */
    default boolean onStray(ByteBuffer packet) {
        return false;
    }
}
