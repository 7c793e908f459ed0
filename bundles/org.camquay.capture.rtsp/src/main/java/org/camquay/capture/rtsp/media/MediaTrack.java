// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.media;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Base64;
import org.camquay.api.media.AudioFormat;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.VideoFormat;
import org.camquay.rtp.RtpPacket;
import org.camquay.rtp.payload.PayloadFormat;
import org.camquay.rtp.payload.RtpDepacketizer;
import org.camquay.sdp.Fmtp;
import org.camquay.sdp.MediaDescription;

/** One track, from packets to frames. Only on one thread. */
public final class MediaTrack {
    private final int number;
    private final MediaTracks all;
    private final MediaTracks.Output output;
    private final RtpDepacketizer depacketizer;
    private final boolean video;
    private final int rate;
    private byte[] sets = new byte[0];
    private long base = Long.MIN_VALUE;
    private long last = Long.MIN_VALUE;
    private boolean complete;
    private boolean key;
    private long received;

    MediaTrack(
            int number,
            MediaDescription section,
            int payloadType,
            MediaTracks all,
            MediaTracks.Output output,
            InstantSource wall) {
        this.number = number;
        this.all = all;
        this.output = output;
        var map = section.rtpMap(payloadType).orElseThrow();
        video = section.kind().word().equals("video");
        rate = map.clockRate();
        depacketizer = PayloadFormat.of(section.kind().word() + "/" + map.encodingName())
                .orElseThrow()
                .depacketizer()
                .get();
        if (video) {
            Fmtp.parameter(section.fmtpLine(payloadType), "sprop-parameter-sets")
                    .ifPresent(this::sets);
        } else {
            complete = true;
            output.format(
                    number,
                    new AudioFormat(
                            Codec.audio("audio/" + map.encodingName(), rate, map.channels()), rate, map.channels()));
        }
    }

    private void sets(String text) {
        var joined = new java.io.ByteArrayOutputStream();
        for (var part : text.split(",")) {
            var unit = Base64.getDecoder().decode(part.strip());
            joined.writeBytes(new byte[] {0, 0, 0, 1});
            joined.writeBytes(unit);
            if ((unit[0] & 31) == 7) {
                output.format(number, new VideoFormat(Codec.h264("42e01f"), 0, 0, 0, false));
                complete = true;
            }
        }
        sets = joined.toByteArray();
    }

    static boolean isKnown(MediaDescription section, int payloadType) {
        return section.rtpMap(payloadType)
                .flatMap(map -> PayloadFormat.of(section.kind().word() + "/" + map.encodingName()))
                .isPresent();
    }

    /** Takes an RTP packet. */
    public void push(ByteBuffer datagram, long arrivalNanos) {
        received++;
        RtpPacket.parse(datagram)
                .ifPresent(packet -> depacketizer.push(packet).forEach(frame -> {
                    long time = frame.timestamp();
                    base = base == Long.MIN_VALUE ? time : base;
                    long micros = (time - base & 0xFFFFFFFFL) * 1_000_000 / rate;
                    micros = micros <= last ? last + 1 : micros;
                    last = micros;
                    deliver(frame.bytes(), micros);
                }));
    }

    private void deliver(ByteBuffer bytes, long micros) {
        boolean isKey = !video || hasIdr(bytes);
        key |= isKey && all.isStarted();
        if (!key) {
            return;
        }
        var data = bytes;
        if (video && isKey && (bytes.get(4) & 31) != 7) {
            data = ByteBuffer.allocate(sets.length + bytes.remaining())
                    .put(sets)
                    .put(bytes.duplicate())
                    .flip();
        }
        output.frame(
                number,
                new EncodedFrame(
                        isKey ? EncodedFrame.Type.KEY : EncodedFrame.Type.DELTA,
                        micros,
                        0,
                        MediaFrame.UNKNOWN_TIME,
                        data));
    }

    private static boolean hasIdr(ByteBuffer bytes) {
        for (int i = 0; i + 4 < bytes.limit(); i++) {
            if (bytes.get(i) == 0 && bytes.get(i + 1) == 0 && bytes.get(i + 2) == 1 && (bytes.get(i + 3) & 31) == 5) {
                return true;
            }
        }
        return false;
    }

    /** Takes an RTCP packet. */
    public void rtcp(ByteBuffer datagram, long arrivalNanos) {}

    /** Time has passed. */
    public void tick(long nanos) {}

    /** What we report to the camera. */
    public ByteBuffer receiverReport(long nanos, long ourSsrc) {
        return ByteBuffer.allocate(0);
    }

    /** Whether its format is known. */
    public boolean complete() {
        return complete;
    }

    /** Packets so far. */
    public long received() {
        return received;
    }

    /** Whether the camera said good-bye. */
    public boolean ended() {
        return false;
    }
}
