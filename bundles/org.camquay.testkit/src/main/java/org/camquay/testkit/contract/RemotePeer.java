// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit.contract;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.camquay.api.ice.IceCandidate;

/** A viewer at the other end of a signaling server, driven by a test. Calls that wait do so for 10 s at most. */
public interface RemotePeer extends AutoCloseable {
    /** Asks to watch a stream of the registered device; empty for its own choice. Does not wait for the offer. */
    void join(String streamName) throws Exception;

    /** Waits for the next offer and returns its SDP. */
    String awaitOffer(Duration timeout) throws Exception;

    /** Answers the last offer. */
    void answer(String sdp) throws Exception;

    /** Sends a candidate, or the end of them. */
    void trickle(IceCandidate candidate) throws Exception;

    /** The candidates received so far. */
    List<IceCandidate> candidates();

    /** The sentence with which the peer was refused or dismissed. */
    Optional<String> refusal();

    /** Leaves, and says so where the protocol can. */
    void leave() throws Exception;

    /** Frees its connection. Idempotent. */
    @Override
    void close() throws Exception;
}
