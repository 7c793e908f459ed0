// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.receive;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A frame as it grows, up to a limit; what goes beyond makes it overfull and is dropped. */
final class GrowingBytes {
    private static final int START_CODE_LENGTH = 4;
    private static final int FIRST_SIZE = 1024;

    private final int limit;
    private byte[] bytes = new byte[FIRST_SIZE];
    private int length;
    private boolean overfull;

    GrowingBytes(int limit) {
        this.limit = limit;
    }

    void startCode() {
        if (reserve(START_CODE_LENGTH)) {
            Arrays.fill(bytes, length, length + 3, (byte) 0);
            bytes[length + 3] = 1;
            length += START_CODE_LENGTH;
        }
    }

    void put(int value) {
        if (reserve(1)) {
            bytes[length++] = (byte) value;
        }
    }

    void put(byte[] source) {
        if (reserve(source.length)) {
            System.arraycopy(source, 0, bytes, length, source.length);
            length += source.length;
        }
    }

    void put(ByteBuffer source, int offset, int count) {
        if (reserve(count)) {
            source.get(offset, bytes, length, count);
            length += count;
        }
    }

    /** Adds what another one holds, and empties that. */
    void take(GrowingBytes other) {
        if (other.length > 0 && reserve(other.length)) {
            System.arraycopy(other.bytes, 0, bytes, length, other.length);
            length += other.length;
        }
        overfull |= other.overfull;
        other.clear();
    }

    int length() {
        return length;
    }

    boolean isOverfull() {
        return overfull;
    }

    /** Forgets what is behind a length. */
    void cut(int newLength) {
        length = Math.min(length, newLength);
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
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
            bytes = Arrays.copyOf(bytes, Math.min(limit, Math.max(length + count, 2 * bytes.length)));
        }
        return true;
    }
}
