// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.h264;

import java.nio.ByteBuffer;

/**
 * Reads the bits of a NAL unit's payload and drops emulation prevention bytes on the way (ITU-T H.264
 * §7.3.1, §9.1). It never throws: behind the end, or after a value out of range, it reads zeros and is no
 * longer {@link #valid}.
 */
final class BitReader {

    private final ByteBuffer nalUnit;
    private int at;
    private int zeros;
    private int current;
    private int bitsLeft;
    private boolean valid = true;

    /** Begins behind the unit's header byte. */
    BitReader(ByteBuffer nalUnit) {
        this.nalUnit = nalUnit;
        at = nalUnit.position() + 1;
    }

    boolean valid() {
        return valid;
    }

    int bit() {
        if (bitsLeft == 0) {
            nextByte();
        }
        if (!valid) {
            return 0;
        }
        bitsLeft--;
        return current >> bitsLeft & 1;
    }

    boolean flag() {
        return bit() == 1;
    }

    /** u(n), n up to 32; the result is the low n bits. */
    long bits(int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    /** ue(v) of at most {@code max}; anything above makes the reader invalid. */
    int unsigned(int max) {
        long value = exponentialGolomb();
        if (value > max) {
            valid = false;
            return 0;
        }
        return (int) value;
    }

    /** se(v), any value. */
    long signed() {
        long code = exponentialGolomb();
        return (code & 1) == 1 ? (code + 1) / 2 : -(code / 2);
    }

    /** ue(v), value not needed. */
    void skipUnsigned() {
        exponentialGolomb();
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
        if (zeros >= 2 && at < nalUnit.limit() && nalUnit.get(at) == 3) {
            at++;
            zeros = 0;
        }
        if (at >= nalUnit.limit()) {
            valid = false;
            return;
        }
        current = nalUnit.get(at++) & 0xff;
        zeros = current == 0 ? zeros + 1 : 0;
        bitsLeft = 8;
    }
}
