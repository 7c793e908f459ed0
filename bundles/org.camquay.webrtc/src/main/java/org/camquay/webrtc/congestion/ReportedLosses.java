// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.congestion;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/** Which packet of which stream the latest transport-wide numbers belong to, so that those reported lost can be sent again. */
final class ReportedLosses {
    private static final int CAPACITY = 1024;
    private static final int NUMBER_BITS = 16;
    private static final int SSRC_BITS = 32;
    private static final int NUMBER = 0xffff;

    private final Map<Long, IntConsumer> repairs = new HashMap<>();
    private final long[] packets = new long[CAPACITY];

    /** What is lost of that stream is told to somebody, by its number in the stream. */
    void repair(long ssrc, IntConsumer resend) {
        repairs.put(ssrc, resend);
    }

    /** A packet went out. */
    void sent(int number, long ssrc, int sequence) {
        packets[number & CAPACITY - 1] =
                (long) number << NUMBER_BITS + SSRC_BITS | ssrc << NUMBER_BITS | sequence & NUMBER;
    }

    /** The packet with that transport-wide number has not arrived. */
    void lost(int number) {
        long packet = packets[number & CAPACITY - 1];
        var repair = repairs.get(packet >>> NUMBER_BITS & 0xffffffffL);
        if (repair != null && packet >>> NUMBER_BITS + SSRC_BITS == number) {
            repair.accept((int) packet & NUMBER);
        }
    }
}
