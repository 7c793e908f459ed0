// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.net;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/** A bound UDP socket; back ends differ in how fast they are. Nothing blocks. Thread: any, for all methods. */
@ConsumerType
public interface DatagramPort extends AutoCloseable {
    /** Where it is bound, with the real port number. */
    InetSocketAddress localAddress();

    /** Begins to hand packets to {@code sink}, on one thread of the port's choice. Once. */
    void receive(PacketSink sink);

    /**
     * As {@link #receive(PacketSink)}, but with the slack of {@link EventLoop#schedule(Runnable, long, long)}: what comes
     * within {@code slackNanos} of packets handed on may wait so long, to be handed on together, since many senders who
     * each say a little would keep a processor from sleeping.
     */
    default void receive(PacketSink sink, long slackNanos) {
        receive(sink);
    }

    /**
     * For so long no packet waits longer than {@code slackNanos}, whatever slack there was before: what comes now is
     * urgent. Of several calls the least slack counts, until all of them have run out.
     */
    default void attend(long nanos, long slackNanos) {}

    /**
     * Sends a packet; {@code packet} is the caller's again afterwards.
     *
     * @return false when the packet was dropped: the socket's buffer is full, or there is no way to {@code remote}
     */
    boolean send(ByteBuffer packet, InetSocketAddress remote);

    /**
     * Sends packets that lie one behind the other, all of {@code size} bytes but the last, which may be shorter. A back
     * end with UDP segmentation offload does it at little more than the cost of one; {@code packets} had best be direct.
     *
     * @return how many were sent, from the first on; those after them were dropped
     */
    default int sendSegments(ByteBuffer packets, int size, InetSocketAddress remote) {
        if (size <= 0) {
            throw new IllegalArgumentException("segments of " + size + " bytes");
        }
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

    /** Whether it was closed. */
    boolean isClosed();

    /** Gives the port back. Idempotent. */
    @Override
    void close();
}
