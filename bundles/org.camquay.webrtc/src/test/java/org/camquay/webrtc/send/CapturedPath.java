// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.camquay.rtp.RtpPacket;
import org.camquay.rtp.payload.H264Depacketizer;
import org.camquay.webrtc.transport.Dropped;
import org.camquay.webrtc.transport.PacketOutlet;

/** Takes packets as long as it is open, and keeps them. */
final class CapturedPath implements PacketOutlet {
    final List<byte[]> packets = new ArrayList<>();
    boolean open = true;
    /** Packets that are taken and then dropped for want of room, from the next flush on. */
    int room = Integer.MAX_VALUE;

    private final byte[] buffer = new byte[4096];
    private int collected;

    @Override
    public byte[] buffer() {
        return buffer;
    }

    @Override
    public int offset() {
        return 100 + packets.size() % 50;
    }

    @Override
    public boolean sendRtp(int length) {
        if (open) {
            packets.add(Arrays.copyOfRange(buffer, offset(), offset() + length));
            collected++;
        }
        return open;
    }

    @Override
    public Dropped flush() {
        var dropped = Dropped.NONE;
        for (; collected > room; collected--) {
            dropped = new Dropped(1, packets.remove(packets.size() - 1).length).plus(dropped);
        }
        collected = 0;
        return dropped;
    }

    RtpPacket packet(int i) {
        return RtpPacket.parse(ByteBuffer.wrap(packets.get(i))).orElseThrow();
    }

    List<RtpPacket> all() {
        return packets.stream()
                .map(p -> RtpPacket.parse(ByteBuffer.wrap(p)).orElseThrow())
                .toList();
    }

    RtpPacket last() {
        return packet(packets.size() - 1);
    }

    int frames() {
        var depacketizer = new H264Depacketizer();
        int frames = 0;
        for (var packet : all()) {
            frames += depacketizer.push(packet).size();
        }
        return frames;
    }
}
