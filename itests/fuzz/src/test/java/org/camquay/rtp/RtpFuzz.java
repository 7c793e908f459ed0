// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.camquay.rtp.h264.H264;
import org.camquay.rtp.payload.PayloadFormat;
import org.camquay.rtp.payload.RtpDepacketizer;

/** RTP packets of a peer: their headers, extensions, and the frames in them. */
public final class RtpFuzz {
    private RtpFuzz() {}

    /** The bytes are several packets, each with its length before it. */
    public static void fuzzerTestOneInput(byte[] data) {
        List<RtpDepacketizer> all = new ArrayList<>();
        PayloadFormat.ALL.forEach(format -> all.add(format.depacketizer().get()));
        for (int at = 0; at < data.length; ) {
            int length = Math.min(data[at] & 0xff, data.length - at - 1);
            var packet = ByteBuffer.wrap(data, at + 1, length).slice();
            RtpPacket.parse(packet).ifPresent(rtp -> use(rtp, all));
            at += 1 + length;
        }
    }

    private static void use(RtpPacket packet, List<RtpDepacketizer> all) {
        packet.extension(1);
        OneByteExtensions.parse(packet.extension());
        Retransmission.unwrap(packet, 96, 1);
        for (var depacketizer : all) {
            for (var frame : depacketizer.push(packet)) {
                H264.isKeyFrame(frame.bytes());
                H264.hasBSlice(frame.bytes());
                H264.sequenceParameterSet(frame.bytes()).ifPresent(set -> set.profileLevelId());
            }
        }
    }
}
