// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp;

import java.nio.ByteBuffer;
import org.camquay.rtp.rtcp.RtcpCompound;

/** RTCP of a peer. */
public final class RtcpFuzz {
    private RtcpFuzz() {}

    /** What was read can be written, in as many bytes as said, and is read again as the same. */
    public static void fuzzerTestOneInput(byte[] data) {
        RtpPacket.isRtcp(ByteBuffer.wrap(data));
        var packets = RtcpCompound.parse(ByteBuffer.wrap(data)).packets();
        var written = ByteBuffer.allocate(RtcpCompound.length(packets));
        RtcpCompound.write(packets, written);
        if (written.hasRemaining()) {
            throw new AssertionError(written.remaining() + " bytes fewer than said: " + packets);
        }
        var again = RtcpCompound.parse(written.flip());
        if (again.badBytes() > 0 || again.packets().size() != packets.size()) {
            throw new AssertionError(packets + " is " + again);
        }
    }
}
