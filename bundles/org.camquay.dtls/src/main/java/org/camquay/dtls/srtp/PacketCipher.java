// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls.srtp;

/** Encrypts and authenticates packets in place, for one direction and one of RTP and RTCP. Keeps no packet state. */
sealed interface PacketCipher permits GcmPacketCipher, CounterModePacketCipher {

    int RTP_SSRC_AT = 8;
    int RTCP_SSRC_AT = 4;
    int RTCP_HEADER_LENGTH = 8;
    /** The E flag of the SRTCP index word: the packet is encrypted (RFC 3711 §3.4). */
    int ENCRYPTED = 0x8000_0000;

    /** Encrypts what follows the header and appends the tag; gives the new length. */
    int sealRtp(byte[] packet, int offset, int headerLength, int length, long index);

    /** Takes tag and encryption off; gives the new length, or -1 with the packet untouched when the tag is wrong. */
    int openRtp(byte[] packet, int offset, int headerLength, int length, long index);

    /** Encrypts what follows the first 8 bytes, appends tag and index word; gives the new length. */
    int sealRtcp(byte[] packet, int offset, int length, int index);

    /** Takes tag, index word and encryption off; gives the new length, or -1 when the tag is wrong. */
    int openRtcp(byte[] packet, int offset, int length);

    /** The E flag and the index of an SRTCP packet that is long enough to have one. */
    int rtcpIndexWord(byte[] packet, int offset, int length);

    static PacketCipher of(SrtpProfile profile, SessionKeys keys) {
        return switch (profile) {
            case AEAD_AES_128_GCM -> new GcmPacketCipher(keys);
            case AES128_CM_HMAC_SHA1_80 -> new CounterModePacketCipher(keys);
        };
    }

    static int readInt(byte[] bytes, int at) {
        return bytes[at] << 24 | (bytes[at + 1] & 0xff) << 16 | (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
    }

    static void writeInt(int value, byte[] bytes, int at) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }

    static void xorInt(int value, byte[] bytes, int at) {
        writeInt(readInt(bytes, at) ^ value, bytes, at);
    }
}
