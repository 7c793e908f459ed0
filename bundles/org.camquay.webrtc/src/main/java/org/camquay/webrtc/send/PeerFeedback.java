// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import java.util.concurrent.TimeUnit;
import org.camquay.api.media.Codec;
import org.camquay.rtp.rtcp.GenericNack;
import org.camquay.rtp.rtcp.NtpTime;
import org.camquay.rtp.rtcp.ReportBlock;

/**
 * What the peer says of one stream that it gets: missing packets (RFC 4585 §6.2.1), pictures it cannot decode (RFC 4585
 * §6.3.1, RFC 5104 §4.3.1), its reception (RFC 3550 §6.4.1). Thread: the connection's loop.
 */
final class PeerFeedback {
    private final Codec codec;
    private final SendPath path;
    private final SenderCounters counters;
    private final Repairs repairs;
    private long highestReported = -1;

    PeerFeedback(Codec codec, SendPath path, SenderCounters counters, Repairs repairs) {
        this.codec = codec;
        this.path = path;
        this.counters = counters;
        this.repairs = repairs;
    }

    /** The peer asks for packets again. */
    void onNack(GenericNack nack) {
        repairs.onNack(nack);
    }

    /** Feedback shows that a packet did not arrive. */
    void onLost(int number) {
        repairs.onLost(number);
    }

    /** The peer cannot decode until a key frame comes. */
    void onPictureLoss(boolean fullIntraRequest) {
        counters.firCount += fullIntraRequest ? 1 : 0;
        counters.pliCount += fullIntraRequest ? 0 : 1;
        repairs.onPictureLoss();
    }

    /** What the peer says about its reception. */
    void onReport(ReportBlock block, long nowNtp) {
        long roundTrip = NtpTime.roundTripMicros(block, nowNtp);
        counters.reported(block, roundTrip, codec.clockRate());
        boolean progress = block.highestSequenceNumber() != highestReported;
        highestReported = block.highestSequenceNumber();
        path.bandwidth()
                .onReport(
                        block.fractionLost() / 256.0,
                        roundTrip < 0 ? -1 : TimeUnit.MICROSECONDS.toNanos(roundTrip),
                        progress,
                        path.loop().nanoTime());
    }
}
