// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

/** Reads bits and Exp-Golomb codes (ITU-T H.264 §9.1). Behind the end it reads zeros and says so. */
final class BitReader {
    private static final int LONGEST_CODE = 31;

    private final byte[] bytes;
    private int at;
    private boolean exhausted;

    BitReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The payload of a NAL unit, from its byte {@code from} on, without emulation prevention (§7.4.1). */
    static BitReader ofNal(byte[] nal, int from) {
        byte[] payload = new byte[Math.max(0, nal.length - from)];
        int length = 0;
        int zeros = 0;
        for (int i = from; i < nal.length; i++) {
            if (zeros >= 2 && nal[i] == 3) {
                zeros = 0;
            } else {
                zeros = nal[i] == 0 ? zeros + 1 : 0;
                payload[length++] = nal[i];
            }
        }
        return new BitReader(java.util.Arrays.copyOf(payload, length));
    }

    int bit() {
        if (at >= 8 * bytes.length) {
            exhausted = true;
            return 0;
        }
        int bit = bytes[at >> 3] >> (7 - (at & 7)) & 1;
        at++;
        return bit;
    }

    boolean flag() {
        return bit() == 1;
    }

    /** The next {@code count} bits, at most 32, as an unsigned number. */
    long bits(int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    void skip(int count) {
        at += count;
    }

    /** ue(v). */
    long unsigned() {
        int zeros = 0;
        while (bit() == 0) {
            if (exhausted || ++zeros > LONGEST_CODE) {
                exhausted = true;
                return 0;
            }
        }
        return (1L << zeros) - 1 + bits(zeros);
    }

    /** se(v). */
    long signed() {
        long code = unsigned();
        return (code & 1) == 1 ? (code + 1) / 2 : -code / 2;
    }

    /** Whether more was read than there is, or a code was too long. */
    boolean exhausted() {
        return exhausted || at > 8 * bytes.length;
    }
}
