// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.bits;

import java.nio.ByteBuffer;

/**
 * Reads bits and Exp-Golomb codes (ITU-T H.264 §7.3.1, §9.1). It never throws: behind the end, or after a value out of
 * range, it reads zeros and is no longer {@link #valid}. Thread: one at a time.
 */
public final class BitReader {
    private final ByteBuffer bytes;
    private final boolean emulation;
    private int at;
    private int zeros;
    private int current;
    private int bitsLeft;
    private boolean valid = true;

    private BitReader(ByteBuffer bytes, int at, boolean emulation) {
        this.bytes = bytes;
        this.at = at;
        this.emulation = emulation;
    }

    /** Reads a NAL unit behind its header of so many bytes, and drops emulation prevention bytes on the way. */
    public static BitReader ofNalUnit(ByteBuffer nalUnit, int headerLength) {
        return new BitReader(nalUnit, nalUnit.position() + headerLength, true);
    }

    /** Reads bytes as they are. */
    public static BitReader ofBytes(ByteBuffer bytes) {
        return new BitReader(bytes, bytes.position(), false);
    }

    /** Whether all that was read was there. */
    public boolean valid() {
        return valid;
    }

    /** u(1). */
    public int bit() {
        if (bitsLeft == 0) {
            nextByte();
        }
        if (!valid) {
            return 0;
        }
        bitsLeft--;
        return current >> bitsLeft & 1;
    }

    /** u(1), as a truth value. */
    public boolean flag() {
        return bit() == 1;
    }

    /** u(n), n up to 32; the result is the low n bits. */
    public long bits(int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    /** ue(v) of at most {@code max}; anything above makes the reader invalid. */
    public int unsigned(int max) {
        long value = exponentialGolomb();
        if (value > max) {
            valid = false;
            return 0;
        }
        return (int) value;
    }

    /** se(v), any value. */
    public long signed() {
        long code = exponentialGolomb();
        return (code & 1) == 1 ? (code + 1) / 2 : -(code / 2);
    }

    /** ue(v), value not needed. */
    public void skipUnsigned() {
        exponentialGolomb();
    }

    /** So many bits, not needed. */
    public void skip(int count) {
        for (int i = 0; i < count; i++) {
            bit();
        }
    }

    private long exponentialGolomb() {
        int leadingZeros = 0;
        while (valid && bit() == 0) {
            if (++leadingZeros > 31) {
                valid = false;
            }
        }
        return valid ? (1L << leadingZeros) - 1 + bits(leadingZeros) : 0;
    }

    private void nextByte() {
        if (emulation && zeros >= 2 && at < bytes.limit() && bytes.get(at) == 3) {
            at++;
            zeros = 0;
        }
        if (at >= bytes.limit()) {
            valid = false;
            return;
        }
        current = bytes.get(at++) & 0xff;
        zeros = current == 0 ? zeros + 1 : 0;
        bitsLeft = 8;
    }
}
