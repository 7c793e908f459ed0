// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.payload;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** An access unit as it grows, up to a limit; what goes beyond is dropped and remembered. */
final class AccessUnitBuffer {

    private static final int START_CODE_LENGTH = 4;

    private final int limit;
    private byte[] bytes = new byte[1024];
    private int length;
    private boolean overfull;

    AccessUnitBuffer(int limit) {
        this.limit = limit;
    }

    void startCode() {
        if (reserve(START_CODE_LENGTH)) {
            bytes[length + 3] = 1;
            Arrays.fill(bytes, length, length + 3, (byte) 0);
            length += START_CODE_LENGTH;
        }
    }

    void put(int value) {
        if (reserve(1)) {
            bytes[length++] = (byte) value;
        }
    }

    void put(ByteBuffer source, int offset, int count) {
        if (reserve(count)) {
            source.get(offset, bytes, length, count);
            length += count;
        }
    }

    boolean isEmpty() {
        return length == 0;
    }

    boolean isOverfull() {
        return overfull;
    }

    ByteBuffer copy() {
        return ByteBuffer.wrap(Arrays.copyOf(bytes, length)).asReadOnlyBuffer();
    }

    void clear() {
        length = 0;
        overfull = false;
    }

    private boolean reserve(int count) {
        if (overfull || count > limit - length) {
            overfull = true;
            return false;
        }
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
        }
        return true;
    }
}
