// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.h264;

import java.nio.ByteBuffer;

/**
 * Walks over the NAL units of an Annex B byte stream (ITU-T H.264 Annex B) without copying: start codes of
 * 3 and 4 bytes, zero bytes after a unit left out, empty units skipped.
 *
 * <pre>{@code
 * var units = NalUnits.of(accessUnit);
 * while (units.next()) {
 *     switch (units.type()) { … units.offset() … units.length() … }
 * }
 * }</pre>
 */
public final class NalUnits {

    private static final int START_CODE_LENGTH = 3;

    private final ByteBuffer stream;
    private int scanned;
    private int offset;
    private int length;

    private NalUnits(ByteBuffer stream) {
        this.stream = stream;
        scanned = startCode(stream.position());
    }

    /** Reads between position and limit, which do not change. Bytes before the first start code are left out. */
    public static NalUnits of(ByteBuffer stream) {
        return new NalUnits(stream);
    }

    /** Goes to the next unit; false when there is none. */
    public boolean next() {
        int limit = stream.limit();
        while (scanned < limit) {
            offset = Math.min(scanned + START_CODE_LENGTH, limit);
            scanned = startCode(offset);
            int end = scanned;
            while (end > offset && stream.get(end - 1) == 0) {
                end--;
            }
            length = end - offset;
            if (length > 0) {
                return true;
            }
        }
        length = 0;
        return false;
    }

    /** Index of the unit's header byte in the buffer (absolute). */
    public int offset() {
        return offset;
    }

    /** Bytes of the unit with its header, at least 1. */
    public int length() {
        return length;
    }

    /** The header byte: forbidden_zero_bit, nal_ref_idc, nal_unit_type. */
    public int header() {
        return stream.get(offset) & 0xff;
    }

    /** nal_unit_type, 0 to 31: see {@link H264}. */
    public int type() {
        return header() & 0x1f;
    }

    /** The unit as a read-only slice. */
    public ByteBuffer slice() {
        return stream.slice(offset, length).asReadOnlyBuffer();
    }

    /** Index of the next 00 00 01, or the limit. Three bytes a step where the third rules out a start code. */
    private int startCode(int from) {
        int limit = stream.limit();
        int at = from;
        while (at + 2 < limit) {
            int third = stream.get(at + 2);
            if (third > 1 || third < 0) {
                at += 3;
            } else if (third == 0) {
                at++;
            } else if (stream.get(at) == 0 && stream.get(at + 1) == 0) {
                return at;
            } else {
                at += 3;
            }
        }
        return limit;
    }
}
