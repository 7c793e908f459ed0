// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.camquay.rtp.HeaderExtension;
import org.camquay.rtp.Retransmission;
import org.camquay.rtp.RtpHeaderTemplate;
import org.camquay.rtp.rtcp.NtpTime;

/** Puts a sender's header before packets of its track and sends them: as media, or as retransmission (RFC 4588). */
final class PacketWriter {
    private static final long CAPTURE_TIME_INTERVAL = TimeUnit.SECONDS.toNanos(1);

    private final SendParameters parameters;
    private final SendPath path;
    private long timestampOffset;
    private final BacklogClock backlog;
    private final Headers media;
    private final Headers rtx;
    private int rtxSequence;
    private long captureTimeSent = Long.MIN_VALUE;
    private boolean delayChanged;

    /**
     * @param clockRate of timestamps
     * @param rtxSequence first sequence number of retransmissions, below 32768 for the sake of the roll-over counter
     */
    PacketWriter(
            SendParameters parameters,
            SendPath path,
            PlayoutDelay delay,
            int clockRate,
            long timestampOffset,
            int rtxSequence) {
        this.parameters = parameters;
        this.path = path;
        this.timestampOffset = timestampOffset;
        this.rtxSequence = rtxSequence;
        this.backlog = new BacklogClock(clockRate);
        var extensions = parameters.extensions();
        media = new Headers(parameters.payloadType(), parameters.ssrc(), extensions, delay);
        rtx = parameters.rtx()
                ? new Headers(parameters.rtxPayloadType(), parameters.rtxSsrc(), extensions, delay)
                : null;
    }

    /**
     * Sends a packet of the track.
     *
     * @return bytes of header and payload, or -1 when the path takes nothing
     */
    int send(TrackPacket packet, int sequence, long now) {
        var outlet = path.outlet();
        byte[] buffer = outlet.buffer();
        int start = outlet.offset();
        int at = start + media.write(buffer, start, packet, sequence, timed(packet, now));
        at += packet.payload().copyTo(buffer, at);
        return out(parameters.ssrc(), sequence, at - start, now);
    }

    /** From the next packet on, which is another track's. */
    void timestampOffset(long offset) {
        timestampOffset = offset;
        backlog.forget();
    }

    /** A picture begins; only with RTX, since its packets must be the same when they are sent again without. */
    void begin(TrackPackets packets, TrackPacket first, boolean behind, long now) {
        if (rtx != null) {
            backlog.begin(packets, first, timestampOffset, behind, now);
        }
    }

    /** What receivers are told from the next picture on; only with RTX, since packets may come to differ by it. */
    void playoutDelay(PlayoutDelay delay) {
        if (rtx != null) {
            media.delay = delay.value();
            rtx.delay = media.delay;
            delayChanged = true;
        }
    }

    /**
     * Sends a packet again, which was sent with that sequence number before: in the retransmission stream, or where the
     * peer takes none, as the very same packet.
     */
    int resend(TrackPacket packet, int sequence, long now) {
        var outlet = path.outlet();
        byte[] buffer = outlet.buffer();
        int start = outlet.offset();
        int at = start;
        long ssrc = parameters.ssrc();
        int number = sequence;
        if (rtx == null) {
            at += media.write(buffer, start, packet, sequence, packet.starts());
        } else {
            ssrc = parameters.rtxSsrc();
            number = rtxSequence;
            at += rtx.write(buffer, start, packet, rtxSequence, packet.beginsFrame());
            rtxSequence = rtxSequence + 1 & 0xffff;
            at += Retransmission.writeOriginalSequenceNumber(buffer, at, sequence);
        }
        at += packet.payload().copyTo(buffer, at);
        return out(ssrc, number, at - start, now);
    }

    private int out(long ssrc, int sequence, int length, long now) {
        if (!path.outlet().sendRtp(length)) {
            return -1;
        }
        path.bandwidth().sent(parameters.reported(), ssrc, sequence, length, now);
        return length;
    }

    /** Whether the packet carries the extensions that not every packet needs. */
    private boolean timed(TrackPacket packet, long now) {
        var extensions = parameters.extensions();
        boolean told = extensions.playoutDelay() > 0 && (packet.starts() || delayChanged && packet.beginsFrame());
        boolean due = extensions.absoluteCaptureTime() > 0
                && packet.beginsFrame()
                && (packet.frame().key()
                        || captureTimeSent == Long.MIN_VALUE
                        || now - captureTimeSent >= CAPTURE_TIME_INTERVAL);
        delayChanged &= !told;
        if (told || due) {
            captureTimeSent = now;
        }
        return told || due;
    }

    /** The headers of one SSRC: with what every packet carries, and with all there is. */
    private final class Headers {
        private final RtpHeaderTemplate plain;
        private final RtpHeaderTemplate full;
        private final int plainSequenceAt;
        private final int fullSequenceAt;
        private final int captureTimeAt;
        private final int delayAt;
        private byte[] delay;

        Headers(int payloadType, long ssrc, HeaderExtensions ids, PlayoutDelay delay) {
            var elements = new ArrayList<HeaderExtension>();
            if (ids.transportSequence() > 0) {
                elements.add(new HeaderExtension(ids.transportSequence(), new byte[2]));
            }
            plain = new RtpHeaderTemplate(payloadType, ssrc, elements);
            if (ids.playoutDelay() > 0 && delay.specified()) {
                elements.add(new HeaderExtension(ids.playoutDelay(), delay.value()));
            }
            if (ids.absoluteCaptureTime() > 0) {
                elements.add(new HeaderExtension(ids.absoluteCaptureTime(), new byte[8]));
            }
            full = new RtpHeaderTemplate(payloadType, ssrc, elements);
            delayAt = ids.playoutDelay() > 0 ? full.extensionOffset(ids.playoutDelay()) : -1;
            this.delay = delay.value();
            plainSequenceAt = ids.transportSequence() > 0 ? plain.extensionOffset(ids.transportSequence()) : -1;
            fullSequenceAt = ids.transportSequence() > 0 ? full.extensionOffset(ids.transportSequence()) : -1;
            captureTimeAt = ids.absoluteCaptureTime() > 0 ? full.extensionOffset(ids.absoluteCaptureTime()) : -1;
        }

        int write(byte[] buffer, int start, TrackPacket packet, int sequence, boolean timed) {
            var template = timed ? full : plain;
            long timestamp = packet.timestamp() + timestampOffset + backlog.shift(packet.frame());
            int length = template.write(buffer, start, packet.payload().marker(), sequence, timestamp);
            int sequenceAt = timed ? fullSequenceAt : plainSequenceAt;
            if (sequenceAt >= 0) {
                int number = path.bandwidth().sequence();
                buffer[start + sequenceAt] = (byte) (number >> 8);
                buffer[start + sequenceAt + 1] = (byte) number;
            }
            if (timed && delayAt >= 0) {
                System.arraycopy(delay, 0, buffer, start + delayAt, delay.length);
            }
            if (timed && captureTimeAt >= 0) {
                writeLong(
                        buffer,
                        start + captureTimeAt,
                        NtpTime.fromEpochMicros(packet.frame().capturedMicros()));
            }
            return length;
        }

        private static void writeLong(byte[] buffer, int at, long value) {
            for (int i = 0; i < Long.BYTES; i++) {
                buffer[at + i] = (byte) (value >> 56 - 8 * i);
            }
        }
    }
}
