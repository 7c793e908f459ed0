// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.ice;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * An ICE agent (RFC 8445) with one data stream of one component, since peers bundle and multiplex. Everything runs on
 * the loop it was made for, and nothing blocks.
 */
@ConsumerType
public interface IceAgent extends AutoCloseable {
    /** Our user fragment and password, of the current generation. */
    IceParameters localParameters();

    /** Begins to gather; candidates come to the listener. */
    void gather();

    /** The peer's user fragment and password; a change of them is its ICE restart. */
    void setRemoteParameters(IceParameters parameters);

    /**
     * A candidate of the peer, or its end of candidates. May come before the remote parameters.
     *
     * @throws IceException if it is malformed; the agent goes on
     */
    void addRemoteCandidate(IceCandidate candidate) throws IceException;

    /** Begins checks, in the given role. */
    void start(IceRole role);

    /** New local parameters and candidates for an ICE restart (RFC 8445 §9); media goes on over the old pair. */
    IceParameters restart();

    /**
     * Sends a packet over the selected pair.
     *
     * @return false when there is no selected pair or the socket's buffer is full; the packet is then dropped
     */
    boolean send(ByteBuffer packet);

    /**
     * Sends packets over the selected pair that lie one behind the other in a buffer, all of {@code size} bytes but the
     * last, which may be shorter. Where the socket can, they cost little more than one; {@code packets} had best be
     * direct.
     *
     * @return how many were sent, from the first on; those after them were dropped
     */
    default int sendSegments(ByteBuffer packets, int size) {
        if (size <= 0) {
            throw new IllegalArgumentException("segments of " + size + " bytes");
        }
        int end = packets.limit();
        int sent = 0;
        while (packets.position() < end) {
            int next = packets.position() + Math.min(size, end - packets.position());
            if (!send(packets.limit(next))) {
                break;
            }
            sent++;
            packets.position(next);
        }
        packets.limit(end).position(end);
        return sent;
    }

    /**
     * For so long what the peer sends is handed on within {@code slackNanos}, where it would else wait longer for
     * the packets of others: the peer misses something.
     */
    default void attend(long nanos, long slackNanos) {}

    /** The current state. */
    IceTransportState state();

    /**
     * Whether the peer has shown that it knows our password: a check of it came, or one of ours was answered; also true
     * when that is not known.
     */
    default boolean isHeard() {
        return true;
    }

    /** The pair in use. */
    Optional<IceCandidatePair> selectedPair();

    /** All pairs, for statistics and the connection doctor. */
    List<IceCandidatePair> pairs();

    /** One sentence on what holds it up or why it failed. */
    String diagnosis();

    /** What was gathered and tried and what came of it, for the connection doctor; also after the end. */
    default IceReport report() {
        return IceReport.of(this);
    }

    /**
     * Servers, or fresh credentials for those in use, from now on: for what is renewed, and for what the next restart
     * gathers.
     */
    default void setServers(List<IceServer> servers) {}

    /** Ends it and frees what it holds. Idempotent. */
    @Override
    void close();
}
