// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls.srtp;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-128 in counter mode with an 80-bit HMAC-SHA1 tag, RFC 3711 §4.1.1 and §4.2.1. */
final class CounterModePacketCipher implements PacketCipher {

    private static final int TAG_LENGTH = 10;
    private static final int SSRC_AT = 4;
    private static final int INDEX_AT = 8;

    private final SecretKeySpec key;
    private final byte[] salt;
    private final Cipher cipher;
    private final Mac mac;
    private final byte[] iv = new byte[16];
    private final byte[] rollOverCounter = new byte[4];
    private final byte[] tag = new byte[20];

    CounterModePacketCipher(SessionKeys keys) {
        key = new SecretKeySpec(keys.cipherKey(), "AES");
        salt = keys.salt();
        try {
            cipher = Cipher.getInstance("AES/CTR/NoPadding");
            mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(keys.authKey(), "HmacSHA1"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES in counter mode or no HMAC-SHA1", e);
        }
    }

    @Override
    public int sealRtp(byte[] packet, int offset, int headerLength, int length, long index) {
        crypt(packet, offset + headerLength, length - headerLength, readSsrc(packet, offset + RTP_SSRC_AT), index);
        computeRtpTag(packet, offset, length, index);
        System.arraycopy(tag, 0, packet, offset + length, TAG_LENGTH);
        return length + TAG_LENGTH;
    }

    @Override
    public int openRtp(byte[] packet, int offset, int headerLength, int length, long index) {
        int sealed = length - TAG_LENGTH;
        computeRtpTag(packet, offset, sealed, index);
        if (!tagEquals(packet, offset + sealed)) {
            return -1;
        }
        crypt(packet, offset + headerLength, sealed - headerLength, readSsrc(packet, offset + RTP_SSRC_AT), index);
        return sealed;
    }

    @Override
    public int sealRtcp(byte[] packet, int offset, int length, int index) {
        cryptRtcp(packet, offset, length, index);
        PacketCipher.writeInt(index | ENCRYPTED, packet, offset + length);
        int authenticated = length + SrtpProfile.SRTCP_INDEX_LENGTH;
        computeTag(packet, offset, authenticated);
        System.arraycopy(tag, 0, packet, offset + authenticated, TAG_LENGTH);
        return authenticated + TAG_LENGTH;
    }

    @Override
    public int openRtcp(byte[] packet, int offset, int length) {
        int authenticated = length - TAG_LENGTH;
        computeTag(packet, offset, authenticated);
        if (!tagEquals(packet, offset + authenticated)) {
            return -1;
        }
        int word = rtcpIndexWord(packet, offset, length);
        int opened = authenticated - SrtpProfile.SRTCP_INDEX_LENGTH;
        if ((word & ENCRYPTED) != 0) {
            cryptRtcp(packet, offset, opened, word & ~ENCRYPTED);
        }
        return opened;
    }

    @Override
    public int rtcpIndexWord(byte[] packet, int offset, int length) {
        return PacketCipher.readInt(packet, offset + length - TAG_LENGTH - SrtpProfile.SRTCP_INDEX_LENGTH);
    }

    private void cryptRtcp(byte[] packet, int offset, int length, int index) {
        int at = offset + RTCP_HEADER_LENGTH;
        crypt(packet, at, length - RTCP_HEADER_LENGTH, readSsrc(packet, offset + RTCP_SSRC_AT), index);
    }

    private void crypt(byte[] packet, int at, int length, int ssrc, long index) {
        System.arraycopy(salt, 0, iv, 0, salt.length);
        iv[14] = 0;
        iv[15] = 0;
        PacketCipher.xorInt(ssrc, iv, SSRC_AT);
        PacketCipher.xorInt((int) (index >>> 16), iv, INDEX_AT);
        iv[INDEX_AT + 4] ^= (byte) (index >>> 8);
        iv[INDEX_AT + 5] ^= (byte) index;
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
            cipher.doFinal(packet, at, length, packet, at);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES in counter mode refused to work", e);
        }
    }

    private void computeRtpTag(byte[] packet, int offset, int length, long index) {
        mac.update(packet, offset, length);
        PacketCipher.writeInt((int) (index >>> 16), rollOverCounter, 0);
        mac.update(rollOverCounter);
        finishTag();
    }

    private void computeTag(byte[] packet, int offset, int length) {
        mac.update(packet, offset, length);
        finishTag();
    }

    private void finishTag() {
        try {
            mac.doFinal(tag, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA1 refused to work", e);
        }
    }

    /** In constant time. */
    private boolean tagEquals(byte[] packet, int at) {
        int difference = 0;
        for (int i = 0; i < TAG_LENGTH; i++) {
            difference |= tag[i] ^ packet[at + i];
        }
        return difference == 0;
    }

    private static int readSsrc(byte[] packet, int at) {
        return PacketCipher.readInt(packet, at);
    }
}
