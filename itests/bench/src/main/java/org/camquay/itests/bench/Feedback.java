// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.camquay.dtls.srtp.SrtpSender;
import org.camquay.rtp.rtcp.GenericNack;
import org.camquay.rtp.rtcp.PictureLossIndication;
import org.camquay.rtp.rtcp.ReceiverReport;
import org.camquay.rtp.rtcp.ReceptionStatistics;
import org.camquay.rtp.rtcp.RtcpCompound;
import org.camquay.rtp.rtcp.RtcpPacket;
import org.camquay.rtp.rtcp.SenderReport;
import org.camquay.rtp.rtcp.SourceDescription;

/**
 * What a viewer tells the server, as often as Chromium does: transport-wide feedback each {@link #INTERVAL_NANOS}, a
 * receiver report each second, a NACK as soon as a packet is missing, a PLI when it does not come. On the viewer's loop.
 */
final class Feedback {
    /** Chromium's shortest, which it takes where it sends nothing itself. */
    static final long INTERVAL_NANOS = 50_000_000;

    private static final int TICKS_PER_REPORT = 20;
    private static final int CLOCK_RATE = 90_000;
    private static final int BUFFER = 8192;

    private final Consumer<ByteBuffer> out;
    private final long ownSsrc = ThreadLocalRandom.current().nextLong(1, 0xffffffffL);
    private final Arrivals arrivals = new Arrivals();
    private final Missing missing = new Missing();
    private Format format = Format.NONE;
    private SrtpSender sender;
    private ReceptionStatistics statistics;
    private long ssrc = -1;
    private int ticks;
    private long asked;

    Feedback(Consumer<ByteBuffer> out) {
        this.out = out;
    }

    void agree(Format agreed) {
        format = agreed;
    }

    void secure(SrtpSender keys) {
        sender = keys;
    }

    long ssrc() {
        return ssrc;
    }

    /** Packets asked for so far. */
    long asked() {
        return asked;
    }

    /** A packet of the picture. */
    void onMedia(int sequence, long timestamp, long mediaSsrc, long arrivalNanos) {
        if (statistics == null) {
            ssrc = mediaSsrc;
            statistics = new ReceptionStatistics(ssrc, CLOCK_RATE);
        }
        statistics.onPacket(sequence, timestamp, arrivalNanos / 1000);
        if (missing.came(sequence, arrivalNanos) && sender != null) {
            send(nack(new ArrayList<>(), arrivalNanos));
        }
    }

    /** The number over all packets, of the picture or again. */
    void onTransportSequence(int sequence, long arrivalNanos) {
        arrivals.add(sequence, arrivalNanos);
    }

    /** A packet that came again; true if it was missing. */
    boolean onRepair(int sequence) {
        return missing.repaired(sequence);
    }

    void onSenderReport(SenderReport report, long arrivalNanos) {
        if (statistics != null && report.ssrc() == ssrc) {
            statistics.onSenderReport(report, arrivalNanos / 1000);
        }
    }

    /** To be called each {@link #INTERVAL_NANOS}. */
    void tick(long now) {
        if (sender == null || statistics == null) {
            return;
        }
        var packets = new ArrayList<RtcpPacket>();
        var feedback = format.transportSequence() > 0 ? arrivals.take(ownSsrc, ssrc) : null;
        if (feedback != null) {
            packets.add(feedback);
        }
        nack(packets, now);
        boolean report = ++ticks % TICKS_PER_REPORT == 0;
        if (report || !packets.isEmpty() && !format.reducedSize()) {
            packets.add(0, new ReceiverReport(ownSsrc, List.of(statistics.report(now / 1000))));
            packets.add(1, SourceDescription.of(ownSsrc, "bench"));
        }
        send(packets);
    }

    private List<RtcpPacket> nack(List<RtcpPacket> packets, long now) {
        int[] wanted = missing.ask(now);
        if (wanted.length > 0) {
            asked += wanted.length;
            packets.add(GenericNack.of(ownSsrc, ssrc, wanted));
        }
        if (missing.takeHopeless()) {
            packets.add(new PictureLossIndication(ownSsrc, ssrc));
        }
        return packets;
    }

    private void send(List<RtcpPacket> packets) {
        if (!packets.isEmpty()) {
            var buffer = ByteBuffer.allocate(BUFFER);
            RtcpCompound.write(packets, buffer);
            int length = sender.protectRtcp(buffer.array(), 0, buffer.position());
            out.accept(buffer.limit(length).position(0));
        }
    }
}
