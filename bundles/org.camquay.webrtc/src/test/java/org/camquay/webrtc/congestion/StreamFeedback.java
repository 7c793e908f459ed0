// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.congestion;

import java.util.List;
import org.camquay.rtp.rtcp.CongestionControlFeedback;
import org.camquay.rtp.rtcp.CongestionControlFeedback.Stream;
import org.camquay.rtp.rtcp.TransportFeedback;

/** Says in RFC 8888's words what a receiver says of all packets together; every other packet is of another stream. */
final class StreamFeedback {
    private static final long[] SSRCS = {7, 0xfffffff8L};
    private static final double MICROS = 1e6;

    private final GoogleCongestionControl control;
    private final int[] next = {65_500, 3};
    /** The number in its stream, by transport-wide number. */
    private final int[] numbers = new int[0x10000];

    private final boolean[] of = new boolean[0x10000];
    private boolean second;

    StreamFeedback(GoogleCongestionControl control) {
        this.control = control;
    }

    void sent(int sequence) {
        int stream = second ? 1 : 0;
        of[sequence] = second;
        numbers[sequence] = next[stream];
        control.onSentIn(SSRCS[stream], next[stream], sequence);
        next[stream] = next[stream] + 1 & 0xffff;
        second = !second;
    }

    CongestionControlFeedback of(TransportFeedback feedback) {
        int[] deltas = feedback.deltas();
        double end = feedback.referenceTime() * (double) TransportFeedback.REFERENCE_MICROS;
        for (int delta : deltas) {
            end += delta == TransportFeedback.LOST ? 0 : delta * TransportFeedback.DELTA_MICROS;
        }
        var streams = List.of(stream(feedback, false, end), stream(feedback, true, end));
        long timestamp = (long) (end / MICROS * CongestionControlFeedback.TIMESTAMP_RATE) & 0xffffffffL;
        return new CongestionControlFeedback(1, streams, timestamp);
    }

    private Stream stream(TransportFeedback feedback, boolean which, double end) {
        int[] deltas = feedback.deltas();
        var reports = new short[deltas.length];
        int count = 0;
        int begin = 0;
        double arrival = feedback.referenceTime() * (double) TransportFeedback.REFERENCE_MICROS;
        for (int i = 0; i < deltas.length; i++) {
            boolean lost = deltas[i] == TransportFeedback.LOST;
            arrival += lost ? 0 : deltas[i] * TransportFeedback.DELTA_MICROS;
            int sequence = feedback.baseSequence() + i & 0xffff;
            if (of[sequence] == which) {
                begin = count == 0 ? numbers[sequence] : begin;
                double before = (end - arrival) / MICROS * CongestionControlFeedback.OFFSET_RATE;
                reports[count++] = lost ? 0 : Stream.arrived((int) Math.round(before));
            }
        }
        return new Stream(SSRCS[which ? 1 : 0], begin, java.util.Arrays.copyOf(reports, count));
    }
}
