// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.nal;

/**
 * Goes from unit to unit of an access unit, and looks no further than it is asked to: all but the first slice need not be
 * seen to tell what a picture is. As {@link ByteStream#find} it leaves out empty units and those that are cut.
 * Thread: one at a time.
 */
public final class UnitWalk {
    private final int lengthSize;
    private byte[] bytes;
    private int begin;
    /** Where to look for the next unit. */
    private int next;

    /** @param lengthSize 0 for a byte stream */
    public UnitWalk(int lengthSize) {
        this.lengthSize = lengthSize;
    }

    /** Begins before the first unit of another access unit. Returns this. */
    public UnitWalk over(byte[] bytes) {
        this.bytes = bytes;
        begin = 0;
        next = 0;
        return this;
    }

    /** Goes to the next unit; false after the last one. */
    public boolean next() {
        return lengthSize == 0 ? nextStartCode() : nextLength();
    }

    private boolean nextStartCode() {
        int code = startCode(next);
        while (code >= 0) {
            begin = code + 3;
            next = begin;
            if (begin < bytes.length && (bytes[begin] != 0 || end() > begin)) {
                return true;
            }
            code = startCode(next);
        }
        return false;
    }

    private int startCode(int from) {
        for (int i = from; i + 2 < bytes.length; i++) {
            byte third = bytes[i + 2];
            if (third > 1 || third < 0) {
                i += 2;
            } else if (third == 1 && bytes[i] == 0 && bytes[i + 1] == 0) {
                return i;
            }
        }
        return -1;
    }

    private boolean nextLength() {
        int size = 0;
        while (size == 0) {
            if (next + lengthSize >= bytes.length) {
                return false;
            }
            for (int i = 0; i < lengthSize; i++) {
                size = size << 8 | bytes[next + i] & 0xff;
            }
            next += lengthSize;
            if (size < 0 || size > bytes.length - next) {
                return false;
            }
        }
        begin = next;
        next += size;
        return true;
    }

    /** Where the unit begins, behind its start code or length. */
    public int begin() {
        return begin;
    }

    /** Where the unit ends. Of a byte stream this is looked for; zeros behind a unit are not its (Annex B.1). */
    public int end() {
        if (lengthSize > 0) {
            return next;
        }
        int code = startCode(begin);
        int end = code < 0 ? bytes.length : code;
        while (end > begin && bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }
}
