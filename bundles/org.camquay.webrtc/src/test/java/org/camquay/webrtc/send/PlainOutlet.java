// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import java.nio.ByteBuffer;
import org.camquay.rtp.RtpPacket;
import org.camquay.webrtc.transport.Dropped;
import org.camquay.webrtc.transport.PacketOutlet;

/** Hands packets on as they are put together, without encryption. */
abstract class PlainOutlet implements PacketOutlet {
    private final byte[] buffer = new byte[2048];

    /** A packet goes out; valid only during the call. */
    abstract void onPacket(RtpPacket packet, int length);

    @Override
    public byte[] buffer() {
        return buffer;
    }

    @Override
    public int offset() {
        return 0;
    }

    @Override
    public Dropped flush() {
        return Dropped.NONE;
    }

    @Override
    public boolean sendRtp(int length) {
        onPacket(RtpPacket.parse(ByteBuffer.wrap(buffer, 0, length)).orElseThrow(), length);
        return true;
    }
}
