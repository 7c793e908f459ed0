// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.media;

import java.nio.ByteBuffer;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.TrackFormat;
import org.camquay.rtp.ReorderingBuffer;
import org.camquay.rtp.RtpPacket;
import org.camquay.rtp.receive.FrameAssembly;
import org.camquay.rtp.rtcp.CaptureClock;

/** One track, from packets to frames. Only on one thread. */
public final class MediaTrack {
    private static final int MOST_HELD = 512;
    private static final long NANOS_A_MICRO = 1000;
    private static final double MICROS = 1e6;

    private final int number;
    private final Payload payload;
    private final MediaTracks all;
    private final CaptureClock.Track clock;
    private final ReorderingBuffer order;
    private final FrameAssembly assembly;
    private final FrameReader reader;
    private final Reports reports;
    private TrackFormat format;
    private long arrival;
    private long received;
    private boolean usual;
    private String told = "";

    MediaTrack(int number, Payload payload, CaptureClock clocks, boolean ordered, MediaTracks all) {
        this.number = number;
        this.payload = payload;
        this.all = all;
        int rate = payload.map().clockRate();
        clock = clocks.track(rate, !payload.isPicture());
        reports = new Reports(rate, payload.section().hasFeedback(payload.type(), "nack pli"));
        reader = payload.reader();
        assembly = payload.assembly(this::frame);
        order = new ReorderingBuffer(ordered ? 1 : MOST_HELD, assembly::push);
        tellFormat();
    }

    /** Takes an RTP packet, whose bytes are valid during the call. */
    public void push(ByteBuffer datagram, long arrivalNanos) {
        var packet = RtpPacket.parse(datagram).filter(this::isOurs);
        if (packet.isPresent()) {
            received++;
            arrival = arrivalNanos / NANOS_A_MICRO;
            reports.packet(packet.get().header(), arrival);
            long damaged = assembly.damagedFrames();
            order.push(packet.get(), arrivalNanos);
            lookForDamage(damaged);
        }
    }

    /** Some cameras send with another payload type than they say; comfort noise and the like must not be taken for frames. */
    private boolean isOurs(RtpPacket packet) {
        int type = packet.header().payloadType();
        usual |= type == payload.type();
        return type == payload.type()
                || !usual && !payload.section().payloadTypes().contains(type) && type >= 96;
    }

    private void lookForDamage(long before) {
        if (assembly.damagedFrames() != before && payload.isPicture()) {
            reports.wantKey();
        }
        if (!assembly.unsupported().isEmpty()) {
            waiting("the camera sends " + assembly.unsupported() + ", which is not supported; set it to another mode");
        }
    }

    private void frame(long timestamp, long ticks, byte[] bytes) {
        long micros = clock.micros(timestamp, arrival);
        long duration = Math.round(ticks * MICROS / payload.map().clockRate());
        var frame = reader.read(bytes, micros, duration, captured(micros));
        tellFormat();
        if (frame.isPresent()) {
            told = "";
            all.frame(number, frame.get());
        } else {
            reports.wantKey();
            waiting(reader.missing());
        }
    }

    private long captured(long micros) {
        var told = clock.captured(micros);
        return told.isPresent() ? all.captured(told.getAsLong()) : MediaFrame.UNKNOWN_TIME;
    }

    private void tellFormat() {
        var now = reader.format().orElse(null);
        if (now != null && !now.equals(format)) {
            format = now;
            all.format(number, now);
        }
    }

    private void waiting(String reason) {
        if (!reason.isEmpty() && !reason.equals(told)) {
            told = reason;
            all.waiting(reason);
        }
    }

    /** Takes an RTCP packet. */
    public void rtcp(ByteBuffer datagram, long arrivalNanos) {
        long micros = arrivalNanos / NANOS_A_MICRO;
        reports.read(datagram, micros).ifPresent(report -> clock.report(report, micros));
    }

    /** Time has passed: gives up packets that do not come. */
    public void tick(long nanos) {
        long damaged = assembly.damagedFrames();
        order.tick(nanos);
        lookForDamage(damaged);
    }

    /** Whether a report is due before its time, since a key frame is wanted that the camera sends when asked. */
    public boolean isReportUrgent(long nanos) {
        return reports.isUrgent(nanos / NANOS_A_MICRO);
    }

    /** What we report to the camera (RFC 3550 §6.4.2, RFC 4585 §6.3.1); empty as long as nothing came. */
    public ByteBuffer receiverReport(long nanos, long ourSsrc) {
        return reports.write(nanos / NANOS_A_MICRO, ourSsrc);
    }

    /** Why it has no frame yet; empty if nothing is missing. */
    String missing() {
        return reader.missing();
    }

    /** Whether its format is known. */
    public boolean complete() {
        return format != null;
    }

    /** Packets so far. */
    public long received() {
        return received;
    }

    /** Whether the camera said good-bye, and nothing came since. */
    public boolean ended() {
        return reports.ended();
    }
}
