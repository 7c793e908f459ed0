// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.nal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Finds NAL units in a byte stream (Annex B) or behind length fields (ISO/IEC 14496-15), and writes them as Annex B. Thread: any. */
public final class ByteStream {
    private static final int START_CODE = 1;
    /** Bytes of a start code, as they are written. */
    public static final int START_CODE_SIZE = 4;

    private static final int MOST = 4096;

    private ByteStream() {}

    /** Whether the bytes begin with a start code. */
    public static boolean isByteStream(byte[] bytes) {
        return bytes.length > 3 && bytes[0] == 0 && bytes[1] == 0 && (bytes[2] == 1 || bytes[2] == 0 && bytes[3] == 1);
    }

    /** The units of an access unit; those that are cut are left out. {@code lengthSize} is 0 for a byte stream. */
    public static List<UnitRange> find(byte[] bytes, int lengthSize) {
        return lengthSize == 0 ? inByteStream(bytes) : behindLengths(bytes, lengthSize);
    }

    private static List<UnitRange> inByteStream(byte[] bytes) {
        List<UnitRange> units = new ArrayList<>();
        int begin = -1;
        for (int i = 0; i + 2 < bytes.length && units.size() < MOST; i++) {
            if (bytes[i + 2] > 1 || bytes[i + 2] < 0) {
                i += 2;
            } else if (bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] == 1) {
                add(units, bytes, begin, i);
                begin = i + 3;
                i += 2;
            }
        }
        add(units, bytes, begin, bytes.length);
        return units;
    }

    /** Zeros behind a unit belong to the byte stream (Annex B.1, trailing_zero_8bits). */
    private static void add(List<UnitRange> units, byte[] bytes, int begin, int end) {
        int last = end;
        while (begin >= 0 && last > begin && bytes[last - 1] == 0) {
            last--;
        }
        if (begin >= 0 && last > begin) {
            units.add(new UnitRange(begin, last));
        }
    }

    private static List<UnitRange> behindLengths(byte[] bytes, int lengthSize) {
        List<UnitRange> units = new ArrayList<>();
        int at = 0;
        while (at + lengthSize < bytes.length && units.size() < MOST) {
            long length = 0;
            for (int i = 0; i < lengthSize; i++) {
                length = length << 8 | bytes[at + i] & 0xff;
            }
            at += lengthSize;
            if (length > bytes.length - at) {
                break;
            }
            if (length > 0) {
                units.add(new UnitRange(at, at + (int) length));
            }
            at += (int) length;
        }
        return units;
    }

    /**
     * Puts start codes in the places of length fields of the same size.
     *
     * @return false if these do not add up to what is there, or are too many: then nothing was written
     */
    public static boolean replaceLengths(byte[] bytes) {
        var view = ByteBuffer.wrap(bytes);
        int at = 0;
        for (int units = 0; at < bytes.length; units++) {
            int size = bytes.length - at < START_CODE_SIZE ? 0 : view.getInt(at);
            if (units == MOST || size < 1 || size > bytes.length - at - START_CODE_SIZE) {
                return false;
            }
            at += START_CODE_SIZE + size;
        }
        for (at = 0; at < bytes.length; ) {
            int size = view.getInt(at);
            view.putInt(at, START_CODE);
            at += START_CODE_SIZE + size;
        }
        return true;
    }

    /** The bytes of a unit alone. */
    public static byte[] copy(byte[] bytes, UnitRange unit) {
        return java.util.Arrays.copyOfRange(bytes, unit.begin(), unit.end());
    }

    /** Bytes a unit takes in a byte stream. */
    public static int written(int size) {
        return START_CODE_SIZE + size;
    }

    /** Writes a unit behind a start code. */
    public static void write(ByteBuffer out, byte[] bytes, UnitRange unit) {
        out.putInt(START_CODE).put(bytes, unit.begin(), unit.size());
    }

    /** The same of a unit that stands alone. */
    public static void write(ByteBuffer out, byte[] unit) {
        out.putInt(START_CODE).put(unit);
    }
}
