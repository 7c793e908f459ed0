// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.camquay.dtls.srtp.SrtpKeys;
import org.camquay.dtls.srtp.SrtpReceiver;
import org.camquay.dtls.srtp.SrtpSender;
import org.camquay.rtp.RtpPacket;
import org.camquay.rtp.h264.H264;
import org.camquay.rtp.payload.H264Depacketizer;
import org.camquay.rtp.rtcp.ReceiverReport;
import org.camquay.rtp.rtcp.ReceptionStatistics;
import org.camquay.rtp.rtcp.RtcpCompound;
import org.camquay.rtp.rtcp.SenderReport;
import org.camquay.rtp.rtcp.SourceDescription;

/**
 * What one viewer receives. Until the first key frame is complete every packet is decrypted, later one in sixteen, unless
 * all are asked for; nothing is decoded. On the viewer's loop, but for the futures.
 */
final class Reception {
    private static final int SAMPLE = 16;
    /** Media may overtake the end of the handshake. */
    private static final int EARLY_PACKETS = 256;

    private static final int BUFFER = 2048;
    private static final int CLOCK_RATE = 90_000;

    private final CompletableFuture<Long> firstPacket = new CompletableFuture<>();
    private final CompletableFuture<Long> keyFrame = new CompletableFuture<>();
    private final Queue<byte[]> early = new ArrayDeque<>();
    private final byte[] scratch = new byte[BUFFER];
    private final long ownSsrc = ThreadLocalRandom.current().nextLong(1, 0xffffffffL);
    private final boolean decryptsAll;
    private volatile long began;
    private H264Depacketizer depacketizer = new H264Depacketizer();
    private int payloadType = -1;
    private long ssrc = -1;
    private ReceptionStatistics statistics;
    private SrtpReceiver receiver;
    private SrtpSender sender;
    private Window window;
    private long packets;

    Reception(boolean decryptsAll) {
        this.decryptsAll = decryptsAll;
    }

    /** The clock of the join runs from here. Thread: any. */
    void begin() {
        began = System.nanoTime();
    }

    /** Nanoseconds from the request to the first packet. Thread: any. */
    CompletableFuture<Long> firstPacket() {
        return firstPacket;
    }

    /** Nanoseconds from the request to the last packet of the first key frame. Thread: any. */
    CompletableFuture<Long> keyFrame() {
        return keyFrame;
    }

    void payloadType(int type) {
        payloadType = type;
    }

    void secure(SrtpKeys keys) {
        receiver = new SrtpReceiver(keys.remote());
        sender = new SrtpSender(keys.local());
        for (byte[] packet = early.poll(); packet != null; packet = early.poll()) {
            System.arraycopy(packet, 0, scratch, 0, packet.length);
            lookForKeyFrame(packet.length, System.nanoTime());
        }
    }

    void beginWindow() {
        window = new Window();
    }

    Window endWindow() {
        var ended = window == null ? new Window() : window;
        window = null;
        return ended;
    }

    /** Packets dropped because their authentication failed. */
    long forged() {
        return receiver == null ? 0 : receiver.forged();
    }

    void onMedia(ByteBuffer packet, long arrivalNanos) {
        int length = packet.remaining();
        if (length < 12 || length > BUFFER) {
            return;
        }
        if (RtpPacket.isRtcp(packet)) {
            onRtcp(packet, arrivalNanos);
            return;
        }
        if ((packet.get(1) & 0x7f) != payloadType) {
            return;
        }
        packets++;
        int sequenceNumber = packet.getShort(2) & 0xffff;
        long timestamp = packet.getInt(4) & 0xffffffffL;
        if (statistics == null) {
            ssrc = packet.getInt(8) & 0xffffffffL;
            statistics = new ReceptionStatistics(ssrc, CLOCK_RATE);
            firstPacket.complete(arrivalNanos - began);
        }
        statistics.onPacket(sequenceNumber, timestamp, arrivalNanos / 1000);
        if (window != null) {
            window.add(sequenceNumber, timestamp, length, arrivalNanos);
        }
        if (receiver == null) {
            keep(packet, length);
        } else if (depacketizer != null) {
            packet.get(0, scratch, 0, length);
            lookForKeyFrame(length, arrivalNanos);
        } else if (decryptsAll || packets % SAMPLE == 0) {
            packet.get(0, scratch, 0, length);
            receiver.unprotect(scratch, 0, length);
        }
    }

    private void keep(ByteBuffer packet, int length) {
        if (early.size() < EARLY_PACKETS) {
            byte[] copy = new byte[length];
            packet.get(0, copy);
            early.add(copy);
        }
    }

    private void lookForKeyFrame(int length, long arrivalNanos) {
        int plain = receiver.unprotect(scratch, 0, length);
        if (plain == SrtpReceiver.DROPPED || depacketizer == null) {
            return;
        }
        var rtp = RtpPacket.parse(ByteBuffer.wrap(scratch, 0, plain));
        if (rtp.isEmpty()) {
            return;
        }
        for (var frame : depacketizer.push(rtp.get())) {
            if (H264.isKeyFrame(frame.bytes())) {
                keyFrame.complete(arrivalNanos - began);
                depacketizer = null;
                return;
            }
        }
    }

    private void onRtcp(ByteBuffer packet, long arrivalNanos) {
        if (receiver == null || statistics == null) {
            return;
        }
        int length = packet.remaining();
        packet.get(0, scratch, 0, length);
        int plain = receiver.unprotectRtcp(scratch, 0, length);
        if (plain == SrtpReceiver.DROPPED) {
            return;
        }
        for (var each : RtcpCompound.parse(ByteBuffer.wrap(scratch, 0, plain)).packets()) {
            if (each instanceof SenderReport report && report.ssrc() == ssrc) {
                statistics.onSenderReport(report, arrivalNanos / 1000);
            }
        }
    }

    /** The next receiver report, protected; null when there is nothing to report yet. */
    ByteBuffer receiverReport() {
        if (sender == null || statistics == null) {
            return null;
        }
        var report = new ReceiverReport(ownSsrc, List.of(statistics.report(System.nanoTime() / 1000)));
        var buffer = ByteBuffer.allocate(256);
        RtcpCompound.write(List.of(report, SourceDescription.of(ownSsrc, "bench")), buffer);
        int length = sender.protectRtcp(buffer.array(), 0, buffer.position());
        return buffer.limit(length).position(0);
    }
}
