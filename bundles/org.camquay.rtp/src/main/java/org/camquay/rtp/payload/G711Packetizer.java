// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.payload;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * PCMU and PCMA (RFC 3551 §4.5.14), mono at 8 kHz: one byte is one sample and one tick. Frames of more than
 * 20 ms are split, and each payload says how far into the frame it begins.
 */
public final class G711Packetizer implements RtpPacketizer {

    /** Ticks and bytes per second. */
    public static final int CLOCK_RATE = 8_000;

    private static final int SAMPLES_PER_PACKET = CLOCK_RATE * 20 / 1000;

    @Override
    public List<RtpPayload> packetize(ByteBuffer samples) {
        var frame = samples.asReadOnlyBuffer();
        int start = frame.position();
        int count = frame.remaining();
        var payloads = new ArrayList<RtpPayload>((count + SAMPLES_PER_PACKET - 1) / SAMPLES_PER_PACKET);
        for (int at = 0; at < count; at += SAMPLES_PER_PACKET) {
            int size = Math.min(SAMPLES_PER_PACKET, count - at);
            payloads.add(new SlicePayload(frame, start + at, size, SlicePayload.NO_PREFIX, false, at));
        }
        return payloads;
    }
}
