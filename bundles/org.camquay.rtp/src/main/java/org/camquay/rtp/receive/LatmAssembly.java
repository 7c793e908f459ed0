// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.receive;

import java.util.Arrays;
import org.camquay.rtp.RtpPacket;

/**
 * AAC as {@code MP4A-LATM} whose configuration stands in the description (RFC 6416 §6.3, {@code cpresent=0}): frames behind their
 * sizes, several in a packet, or one in several packets. Thread: one at a time.
 */
public final class LatmAssembly implements FrameAssembly {
    private static final int LARGEST = 64 << 10;
    private static final int MORE = 255;

    private final double frameTicks;
    private final FrameOutput output;
    private final GrowingBytes pieces = new GrowingBytes(LARGEST);
    private long time;
    private int given;
    private long damagedFrames;

    /** @param frameTicks length of a frame in ticks of the RTP clock */
    public LatmAssembly(double frameTicks, FrameOutput output) {
        this.frameTicks = frameTicks;
        this.output = output;
    }

    @Override
    public void push(RtpPacket packet, boolean gap) {
        var payload = packet.payload();
        if (pieces.length() > 0 && (gap || packet.header().timestamp() != time)) {
            damagedFrames++;
            pieces.clear();
        }
        if (packet.header().timestamp() != time || pieces.length() == 0) {
            given = 0;
        }
        time = packet.header().timestamp();
        pieces.put(payload, payload.position(), payload.remaining());
        byte[] rest = take(pieces.copy());
        boolean damaged =
                pieces.isOverfull() || rest.length > 0 && packet.header().marker();
        pieces.clear();
        if (damaged) {
            damagedFrames++;
        } else {
            pieces.put(rest);
        }
    }

    /** Gives out all frames that are whole, and returns what is left. */
    private byte[] take(byte[] bytes) {
        int begin = 0;
        while (begin < bytes.length) {
            int at = begin;
            int size = 0;
            while (at < bytes.length && (bytes[at] & 0xff) == MORE) {
                size += MORE;
                at++;
            }
            if (at == bytes.length || size + (bytes[at] & 0xff) > bytes.length - at - 1) {
                break;
            }
            size += bytes[at++] & 0xff;
            if (size > 0) {
                long when = time + Math.round(given * frameTicks);
                output.frame(when & 0xffffffffL, Math.round(frameTicks), Arrays.copyOfRange(bytes, at, at + size));
            }
            given++;
            begin = at + size;
        }
        return Arrays.copyOfRange(bytes, begin, bytes.length);
    }

    @Override
    public long damagedFrames() {
        return damagedFrames;
    }
}
