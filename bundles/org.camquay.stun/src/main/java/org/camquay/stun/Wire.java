// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import java.nio.ByteBuffer;

/** Big-endian reads at absolute indexes, whatever byte order the caller left on the buffer. */
final class Wire {
    static final int HEADER = 20;
    static final int ATTRIBUTE_HEADER = 4;
    static final int MAGIC_COOKIE = 0x2112A442;
    /** Largest value of the 16-bit length field that is a multiple of four. */
    static final int MAX_LENGTH = 0xFFFC;

    private Wire() {}

    static int u8(ByteBuffer buffer, int index) {
        return buffer.get(index) & 0xFF;
    }

    static int u16(ByteBuffer buffer, int index) {
        return u8(buffer, index) << 8 | u8(buffer, index + 1);
    }

    static long u32(ByteBuffer buffer, int index) {
        return (long) u16(buffer, index) << 16 | u16(buffer, index + 2);
    }

    static int padded(int length) {
        return (length + 3) & ~3;
    }
}
