// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-128-GCM, RFC 7714. */
final class GcmPacketCipher implements PacketCipher {

    private static final int TAG_LENGTH = 16;
    private static final int IV_LENGTH = 12;
    private static final int RTP_INDEX_AT = 6;
    private static final int RTCP_INDEX_AT = 8;
    private static final int LEAST_PLAIN = 256;

    private final SecretKeySpec key;
    private final byte[] salt;
    private final Cipher cipher;
    private final byte[] iv = new byte[IV_LENGTH];
    private final byte[] previousIv = new byte[IV_LENGTH];
    private final byte[] indexWord = new byte[SrtpProfile.SRTCP_INDEX_LENGTH];
    /** Grows to what is received; who only sends needs none. */
    private byte[] plain = {};

    GcmPacketCipher(SessionKeys keys) {
        key = new SecretKeySpec(keys.cipherKey(), "AES");
        salt = keys.salt();
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES-GCM", e);
        }
    }

    @Override
    public int sealRtp(byte[] packet, int offset, int headerLength, int length, long index) {
        setRtpIv(packet, offset, index);
        try {
            initForEncryption();
            cipher.updateAAD(packet, offset, headerLength);
            int at = offset + headerLength;
            return headerLength + cipher.doFinal(packet, at, length - headerLength, packet, at);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refused to encrypt", e);
        }
    }

    @Override
    public int openRtp(byte[] packet, int offset, int headerLength, int length, long index) {
        setRtpIv(packet, offset, index);
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, parameters());
            cipher.updateAAD(packet, offset, headerLength);
            return headerLength + decrypt(packet, offset + headerLength, length - headerLength);
        } catch (AEADBadTagException e) {
            return -1;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refused to decrypt", e);
        }
    }

    @Override
    public int sealRtcp(byte[] packet, int offset, int length, int index) {
        setRtcpIv(packet, offset, index);
        PacketCipher.writeInt(index | ENCRYPTED, indexWord, 0);
        try {
            initForEncryption();
            cipher.updateAAD(packet, offset, RTCP_HEADER_LENGTH);
            cipher.updateAAD(indexWord);
            int at = offset + RTCP_HEADER_LENGTH;
            int sealed = RTCP_HEADER_LENGTH + cipher.doFinal(packet, at, length - RTCP_HEADER_LENGTH, packet, at);
            System.arraycopy(indexWord, 0, packet, offset + sealed, indexWord.length);
            return sealed + indexWord.length;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refused to encrypt", e);
        }
    }

    @Override
    public int openRtcp(byte[] packet, int offset, int length) {
        int word = rtcpIndexWord(packet, offset, length);
        setRtcpIv(packet, offset, word & ~ENCRYPTED);
        PacketCipher.writeInt(word, indexWord, 0);
        int sealed = length - indexWord.length;
        // Without encryption the whole packet is associated data, and only the tag is left to decrypt (RFC 7714 §9.3).
        int clear = (word & ENCRYPTED) != 0 ? RTCP_HEADER_LENGTH : sealed - TAG_LENGTH;
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, parameters());
            cipher.updateAAD(packet, offset, clear);
            cipher.updateAAD(indexWord);
            return clear + decrypt(packet, offset + clear, sealed - clear);
        } catch (AEADBadTagException e) {
            return -1;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refused to decrypt", e);
        }
    }

    @Override
    public int rtcpIndexWord(byte[] packet, int offset, int length) {
        return PacketCipher.readInt(packet, offset + length - SrtpProfile.SRTCP_INDEX_LENGTH);
    }

    /**
     * Java refuses to encrypt twice in a row with one key and IV. The very same packet sent once more (RFC 4585 NACK)
     * does just that, so another IV, with which nothing is ever encrypted, goes between.
     */
    private void initForEncryption() throws GeneralSecurityException {
        if (Arrays.equals(iv, previousIv)) {
            // Salt and zeros alone make the first byte, so no packet has this IV.
            iv[0] ^= (byte) 0x80;
            cipher.init(Cipher.ENCRYPT_MODE, key, parameters());
            iv[0] ^= (byte) 0x80;
        }
        cipher.init(Cipher.ENCRYPT_MODE, key, parameters());
        System.arraycopy(iv, 0, previousIv, 0, IV_LENGTH);
    }

    /** Not in place: SunJCE would copy the whole array, however large, to decrypt in place. */
    private int decrypt(byte[] packet, int at, int length) throws GeneralSecurityException {
        if (plain.length < length) {
            plain = new byte[Math.max(length, LEAST_PLAIN)];
        }
        int decrypted = cipher.doFinal(packet, at, length, plain, 0);
        System.arraycopy(plain, 0, packet, at, decrypted);
        return decrypted;
    }

    private GCMParameterSpec parameters() {
        return new GCMParameterSpec(8 * TAG_LENGTH, iv);
    }

    /** RFC 7714 §8.1. */
    private void setRtpIv(byte[] packet, int offset, long index) {
        System.arraycopy(salt, 0, iv, 0, IV_LENGTH);
        PacketCipher.xorInt(PacketCipher.readInt(packet, offset + RTP_SSRC_AT), iv, 2);
        PacketCipher.xorInt((int) (index >>> 16), iv, RTP_INDEX_AT);
        iv[RTP_INDEX_AT + 4] ^= (byte) (index >>> 8);
        iv[RTP_INDEX_AT + 5] ^= (byte) index;
    }

    /** RFC 7714 §9.1. */
    private void setRtcpIv(byte[] packet, int offset, int index) {
        System.arraycopy(salt, 0, iv, 0, IV_LENGTH);
        PacketCipher.xorInt(PacketCipher.readInt(packet, offset + RTCP_SSRC_AT), iv, 2);
        PacketCipher.xorInt(index, iv, RTCP_INDEX_AT);
    }
}
