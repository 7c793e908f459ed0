// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.congestion;

/**
 * Packets lost one after the other. If all that was sent for some time was lost, and what came before and after was not,
 * the path was gone for that time: that is no queue that overflows. Times are milliseconds.
 */
final class LossGap {
    private static final double LEAST_TIME = 200;
    private static final int LEAST_PACKETS = 10;

    private int packets;
    private double begin;

    /** A packet was lost that was sent at that time. */
    void lost(double sent) {
        begin = packets++ == 0 ? sent : begin;
    }

    /** The next one has arrived. Returns how many lost ones before it do not count. */
    int arrived(double sent) {
        int gone = packets >= LEAST_PACKETS && sent - begin > LEAST_TIME ? packets : 0;
        packets = 0;
        return gone;
    }
}
