// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.payload;

import java.nio.ByteBuffer;
import java.util.List;

/** Opus (RFC 7587 §4.2): one Opus packet is one payload, of any size. The clock runs at 48 kHz. */
public final class OpusPacketizer implements RtpPacketizer {

    /** Ticks per second of the RTP clock, whatever the sampling rate. */
    public static final int CLOCK_RATE = 48_000;

    private static final int MAX_DURATION = CLOCK_RATE * 120 / 1000;

    @Override
    public List<RtpPayload> packetize(ByteBuffer packet) {
        if (!packet.hasRemaining()) {
            return List.of();
        }
        var frame = packet.asReadOnlyBuffer();
        return List.of(new SlicePayload(frame, frame.position(), frame.remaining(), SlicePayload.NO_PREFIX, false, 0));
    }

    /**
     * How long an Opus packet sounds, in ticks of {@link #CLOCK_RATE}, from its table-of-contents byte (RFC 6716
     * §3.1); 0 for bytes that are no Opus packet.
     */
    public static int duration(ByteBuffer packet) {
        if (!packet.hasRemaining()) {
            return 0;
        }
        int contents = packet.get(packet.position()) & 0xff;
        int frames = switch (contents & 3) {
            case 0 -> 1;
            case 1, 2 -> 2;
            default -> packet.remaining() < 2 ? 0 : packet.get(packet.position() + 1) & 0x3f;
        };
        int duration = frames * frameDuration(contents >> 3);
        return duration > MAX_DURATION ? 0 : duration;
    }

    private static int frameDuration(int configuration) {
        int step = configuration & 3;
        if (configuration < 12) {
            return step == 3 ? 2880 : 480 << step; // SILK: 10, 20, 40, 60 ms
        }
        if (configuration < 16) {
            return 480 << (configuration & 1); // hybrid: 10, 20 ms
        }
        return 120 << step; // CELT: 2.5, 5, 10, 20 ms
    }
}
