// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.receive;

import java.nio.ByteBuffer;
import java.util.function.ToLongFunction;
import org.camquay.rtp.RtpPacket;
import org.camquay.rtp.payload.OpusPacketizer;

/** Sound of which every packet is a frame: Opus, G.711, samples (RFC 7587 §4.2, RFC 3551 §4.5). Thread: one at a time. */
public final class PacketAssembly implements FrameAssembly {
    private final ToLongFunction<ByteBuffer> ticks;
    private final int unit;
    private final FrameOutput output;

    private PacketAssembly(ToLongFunction<ByteBuffer> ticks, int unit, FrameOutput output) {
        this.ticks = ticks;
        this.unit = unit;
        this.output = output;
    }

    /** Opus; its clock runs at 48 kHz. */
    public static PacketAssembly ofOpus(FrameOutput output) {
        return new PacketAssembly(OpusPacketizer::duration, 1, output);
    }

    /**
     * Sound of samples of equal size, whose clock runs at the rate of the samples.
     *
     * @param sampleSize bytes of a sample of all channels, 1 or more
     */
    public static PacketAssembly ofSamples(int sampleSize, FrameOutput output) {
        return new PacketAssembly(bytes -> bytes.remaining() / sampleSize, sampleSize, output);
    }

    @Override
    public void push(RtpPacket packet, boolean gap) {
        var payload = packet.payload();
        int size = payload.remaining() - payload.remaining() % unit;
        if (size > 0) {
            byte[] bytes = new byte[size];
            payload.get(payload.position(), bytes);
            output.frame(packet.header().timestamp(), ticks.applyAsLong(payload), bytes);
        }
    }

    @Override
    public long damagedFrames() {
        return 0;
    }
}
