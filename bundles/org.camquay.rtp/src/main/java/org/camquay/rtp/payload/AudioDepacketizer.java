// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.payload;

import java.nio.ByteBuffer;
import java.util.List;
import org.camquay.rtp.RtpPacket;
import org.camquay.rtp.SequenceNumbers;

/** Opus, PCMU and PCMA: every packet is a frame of its own (RFC 7587 §4.2, RFC 3551 §4.5.14). */
public final class AudioDepacketizer implements RtpDepacketizer {

    private int newest = -1;

    @Override
    public List<DepacketizedFrame> push(RtpPacket packet) {
        int sequenceNumber = packet.header().sequenceNumber();
        if (newest >= 0 && !SequenceNumbers.isNewer(sequenceNumber, newest)) {
            return List.of();
        }
        newest = sequenceNumber;
        var payload = packet.payload().duplicate();
        if (!payload.hasRemaining()) {
            return List.of();
        }
        var copy = ByteBuffer.allocate(payload.remaining()).put(payload).flip().asReadOnlyBuffer();
        return List.of(new DepacketizedFrame(packet.header().timestamp(), copy));
    }

    @Override
    public long damagedFrames() {
        return 0;
    }
}
