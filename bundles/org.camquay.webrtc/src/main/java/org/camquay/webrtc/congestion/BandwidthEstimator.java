// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.congestion;

import org.camquay.rtp.rtcp.RtcpPacket;

/**
 * Estimates what the path to one peer takes, from what was sent and what the peer says. Pure state machines: they are told
 * all times, in nanoseconds of one clock. Rates are bits a second.
 *
 * <p>There are three: {@link MeasuringEstimator} for a peer that reports on packets, {@link ReportedEstimator} for one
 * that sends REMB or receiver reports, {@link UnheardEstimator} for one that says nothing.
 */
public interface BandwidthEstimator {
    /**
     * A packet went out on which the peer reports, if it reports on packets.
     *
     * @param number of the packet among those of the connection that are reported on, 0 to 65535
     * @param probe the burst it belongs to, 0 for none; even for a burst that has no other purpose
     */
    default void sent(int number, int bytes, int probe, long now) {}

    /** The peer says something; packets that tell this estimator nothing are left aside. */
    default void feedback(RtcpPacket packet, long now) {}

    /**
     * A receiver report on one stream.
     *
     * @param fractionLost since the report before, 0 to 1
     * @param roundTripNanos -1 when not known
     */
    default void report(double fractionLost, long roundTripNanos, long now) {}

    /** To be called about once a second. */
    default void tick(long now) {}

    /** What is known now. */
    PathState state(long now);
}
