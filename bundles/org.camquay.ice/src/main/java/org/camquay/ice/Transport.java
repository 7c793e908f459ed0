// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.camquay.stun.TransactionId;

/**
 * The base of local candidates (RFC 8445 §5.1.1): where packets leave from and come in. A UDP socket that all agents
 * share is one; a TURN allocation or a TCP connection is another. Thread: any, for all methods.
 */
interface Transport {
    /** The base's address, as the peer would see it without NAT. */
    InetSocketAddress localAddress();

    /** The local preference of its candidates, 0 to 65535 (RFC 8445 §5.1.2.1). */
    int localPreference();

    /** Sends without blocking; false when the packet was dropped. */
    boolean send(ByteBuffer packet, InetSocketAddress remote);

    /** Sends packets that lie one behind the other, all of {@code size} bytes but the last; returns how many went. */
    default int sendSegments(ByteBuffer packets, int size, InetSocketAddress remote) {
        int end = packets.limit();
        int sent = 0;
        while (packets.position() < end) {
            int next = packets.position() + Math.min(size, end - packets.position());
            if (!send(packets.limit(next), remote)) {
                break;
            }
            sent++;
            packets.position(next);
        }
        packets.limit(end).position(end);
        return sent;
    }

    /** Responses to this transaction are for {@code inbox}. */
    void expect(TransactionId id, Inbox inbox);

    /** The transaction is over. */
    void forget(TransactionId id);

    /** Packets other than STUN from {@code remote}, who has shown that it knows our secret, are for {@code inbox}. */
    void admit(InetSocketAddress remote, Inbox inbox);

    /** Undoes {@link #admit}, if {@code remote} is still {@code inbox}'s. */
    void dismiss(InetSocketAddress remote, Inbox inbox);

    /** How packets go from here. */
    default Protocol protocol() {
        return Protocol.UDP;
    }

    /** The priority of a candidate of this kind with this base (RFC 8445 §5.1.2.1, RFC 6544 §4.2). */
    default long priority(CandidateType type) {
        return type.priority(protocol().handicap(), localPreference());
    }

    /** Whether a check of {@code remote} could be begun from here at all. */
    default boolean canReach(Candidate remote) {
        return protocol().reaches(remote.protocol()) && canReach(remote.address());
    }

    /** Whether {@code remote} is of the same address family. */
    default boolean canReach(InetSocketAddress remote) {
        return localAddress().getAddress().getClass() == remote.getAddress().getClass();
    }

    /** Packets to and from {@code remote} will come: what they need is asked for now. */
    default void prepare(InetSocketAddress remote) {}

    /** For so long no packet waits longer than {@code slackNanos} to be handed on. */
    default void attend(long nanos, long slackNanos) {}

    /** Most packets will go to {@code remote}. */
    default void prefer(InetSocketAddress remote) {}
}
