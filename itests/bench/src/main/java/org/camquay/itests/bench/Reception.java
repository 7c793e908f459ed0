// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.camquay.dtls.srtp.SrtpKeys;
import org.camquay.dtls.srtp.SrtpReceiver;
import org.camquay.dtls.srtp.SrtpSender;
import org.camquay.rtp.Retransmission;
import org.camquay.rtp.RtpPacket;
import org.camquay.rtp.h264.H264;
import org.camquay.rtp.payload.H264Depacketizer;
import org.camquay.rtp.rtcp.NtpTime;
import org.camquay.rtp.rtcp.RtcpCompound;
import org.camquay.rtp.rtcp.SenderReport;

/**
 * What one viewer receives. Until the first key frame is complete every packet is decrypted, later one in sixteen, unless
 * all are asked for; nothing is decoded. On the viewer's loop, but for the futures.
 */
final class Reception {
    private static final int SAMPLE = 16;
    /** Media may overtake the end of the handshake. */
    private static final int EARLY_PACKETS = 256;

    private static final int BUFFER = 2048;
    private static final int SEQUENCE_BYTES = 2;
    private static final int CAPTURE_BYTES = 8;

    private final CompletableFuture<Long> firstPacket = new CompletableFuture<>();
    private final CompletableFuture<Long> keyFrame = new CompletableFuture<>();
    private final Queue<byte[]> early = new ArrayDeque<>();
    private final byte[] scratch = new byte[BUFFER];
    private final boolean decryptsAll;
    private final Feedback feedback;
    private volatile long began;
    private H264Depacketizer depacketizer = new H264Depacketizer();
    private Format format = Format.NONE;
    private SrtpReceiver receiver;
    private Window window;
    private Window next;
    private long packets;
    private long askedBefore;

    /** @param rtcp takes what is for the server, protected */
    Reception(boolean decryptsAll, Consumer<ByteBuffer> rtcp) {
        this.decryptsAll = decryptsAll;
        this.feedback = new Feedback(rtcp);
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

    void agree(Format agreed) {
        format = agreed;
        feedback.agree(agreed);
    }

    void secure(SrtpKeys keys) {
        receiver = new SrtpReceiver(keys.remote());
        feedback.secure(new SrtpSender(keys.local()));
        for (byte[] packet = early.poll(); packet != null; packet = early.poll()) {
            System.arraycopy(packet, 0, scratch, 0, packet.length);
            lookForKeyFrame(packet.length, System.nanoTime());
        }
    }

    /** To be called each {@link Feedback#INTERVAL_NANOS}. */
    void tick() {
        feedback.tick(System.nanoTime());
    }

    /** Takes the memory for the next window already, so that nothing has to be collected once it has begun. */
    void prepareWindow() {
        next = new Window();
    }

    void beginWindow() {
        window = next;
        askedBefore = feedback.asked();
    }

    /** Ends a part of the window. */
    void mark() {
        window.mark();
    }

    Window endWindow() {
        var ended = window;
        ended.asked(feedback.asked() - askedBefore);
        ended.end();
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
        int sequence = Extensions.find(packet, format.transportSequence(), SEQUENCE_BYTES);
        if (sequence >= 0) {
            feedback.onTransportSequence(packet.getShort(sequence) & 0xffff, arrivalNanos);
        }
        int payloadType = packet.get(1) & 0x7f;
        if (payloadType == format.payloadType()) {
            onPicture(packet, arrivalNanos);
        } else if (payloadType == format.rtxPayloadType() && receiver != null) {
            onRepair(packet);
        }
    }

    private void onPicture(ByteBuffer packet, long arrivalNanos) {
        int length = packet.remaining();
        int sequenceNumber = packet.getShort(2) & 0xffff;
        long timestamp = packet.getInt(4) & 0xffffffffL;
        if (packets++ == 0) {
            firstPacket.complete(arrivalNanos - began);
        }
        feedback.onMedia(sequenceNumber, timestamp, packet.getInt(8) & 0xffffffffL, arrivalNanos);
        if (window != null) {
            window.add(sequenceNumber, timestamp, length, arrivalNanos);
            int captured = Extensions.find(packet, format.captureTime(), CAPTURE_BYTES);
            if (captured >= 0) {
                window.captured(NtpTime.toEpochMicros(packet.getLong(captured)));
            }
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

    /** RFC 4588, rarely needed on loopback, so it may cost. Padding that only probes the path has no number. */
    private void onRepair(ByteBuffer packet) {
        int length = packet.remaining();
        packet.get(0, scratch, 0, length);
        int plain = receiver.unprotect(scratch, 0, length);
        if (plain == SrtpReceiver.DROPPED) {
            return;
        }
        RtpPacket.parse(ByteBuffer.wrap(scratch, 0, plain))
                .flatMap(rtp -> Retransmission.unwrap(rtp, format.payloadType(), feedback.ssrc()))
                .filter(rtp -> feedback.onRepair(rtp.header().sequenceNumber()))
                .ifPresent(rtp -> {
                    if (window != null) {
                        window.repaired();
                    }
                });
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
        if (receiver == null) {
            return;
        }
        int length = packet.remaining();
        packet.get(0, scratch, 0, length);
        int plain = receiver.unprotectRtcp(scratch, 0, length);
        if (plain == SrtpReceiver.DROPPED) {
            return;
        }
        for (var each : RtcpCompound.parse(ByteBuffer.wrap(scratch, 0, plain)).packets()) {
            if (each instanceof SenderReport report) {
                feedback.onSenderReport(report, arrivalNanos);
            }
        }
    }
}
