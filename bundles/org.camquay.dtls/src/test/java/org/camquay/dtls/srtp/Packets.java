// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls.srtp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** Packets and keys for the tests. */
final class Packets {

    private Packets() {}

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }

    static SrtpMasterKey masterKey(SrtpProfile profile) {
        byte[] key = new byte[profile.keyLength()];
        byte[] salt = new byte[profile.saltLength()];
        Arrays.fill(key, (byte) 0x5a);
        Arrays.fill(salt, (byte) 0xa5);
        return new SrtpMasterKey(profile, key, salt);
    }

    static byte[] rtp(int ssrc, int sequenceNumber) {
        return ByteBuffer.allocate(12 + 20)
                .put((byte) 0x80)
                .put((byte) 96)
                .putShort((short) sequenceNumber)
                .putInt(sequenceNumber * 3000)
                .putInt(ssrc)
                .put(("payload of packet " + sequenceNumber % 100).getBytes(), 0, 19)
                .array();
    }

    static byte[] receiverReport(int ssrc) {
        return ByteBuffer.allocate(32)
                .put((byte) 0x81)
                .put((byte) 201)
                .putShort((short) 7)
                .putInt(ssrc)
                .putInt(0x01020304)
                .putInt(0x05060708)
                .array();
    }

    static byte[] protect(SrtpSender sender, byte[] rtp) {
        byte[] packet = Arrays.copyOf(rtp, rtp.length + sender.profile().rtpOverhead());
        int length = sender.protect(packet, 0, rtp.length);
        return Arrays.copyOf(packet, length);
    }

    static byte[] protectRtcp(SrtpSender sender, byte[] rtcp) {
        byte[] packet = Arrays.copyOf(rtcp, rtcp.length + sender.profile().rtcpOverhead());
        int length = sender.protectRtcp(packet, 0, rtcp.length);
        return Arrays.copyOf(packet, length);
    }

    /** The packet without its protection; null when it was dropped. */
    static byte[] unprotect(SrtpReceiver receiver, byte[] srtp) {
        byte[] packet = srtp.clone();
        int length = receiver.unprotect(packet, 0, packet.length);
        return length == SrtpReceiver.DROPPED ? null : Arrays.copyOf(packet, length);
    }

    static byte[] unprotectRtcp(SrtpReceiver receiver, byte[] srtcp) {
        byte[] packet = srtcp.clone();
        int length = receiver.unprotectRtcp(packet, 0, packet.length);
        return length == SrtpReceiver.DROPPED ? null : Arrays.copyOf(packet, length);
    }
}
