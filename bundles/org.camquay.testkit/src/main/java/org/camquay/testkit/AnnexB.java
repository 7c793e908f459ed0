// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Looks into H.264 byte streams (ITU-T H.264 Annex B). */
public final class AnnexB {
    /** nal_unit_type of a picture that decoding can begin with. */
    public static final int IDR = 5;
    /** nal_unit_type of a sequence parameter set. */
    public static final int SPS = 7;
    /** nal_unit_type of a picture parameter set. */
    public static final int PPS = 8;
    /** nal_unit_type of an access unit delimiter. */
    public static final int AUD = 9;

    private AnnexB() {}

    /** The nal_unit_types in order; empty when the bytes do not begin with a start code. */
    public static List<Integer> nalTypes(ByteBuffer data) {
        List<Integer> types = new ArrayList<>();
        ByteBuffer bytes = data.slice();
        if (startCode(bytes, 0) == 0) {
            return types;
        }
        for (int i = 0; i < bytes.limit() - 3; i++) {
            if (bytes.get(i) == 0 && bytes.get(i + 1) == 0 && bytes.get(i + 2) == 1) {
                types.add(bytes.get(i + 3) & 0x1f);
                i += 3;
            }
        }
        return types;
    }

    /** Whether an access unit begins with SPS and PPS (an access unit delimiter may stand first) and holds an IDR. */
    public static boolean beginsWithParameterSets(ByteBuffer data) {
        List<Integer> types = nalTypes(data);
        int first = !types.isEmpty() && types.get(0) == AUD ? 1 : 0;
        return types.size() > first + 2
                && types.get(first) == SPS
                && types.subList(first, types.size()).contains(PPS)
                && types.indexOf(PPS) < types.indexOf(IDR);
    }

    private static int startCode(ByteBuffer bytes, int at) {
        int zeros = 0;
        while (at + zeros < bytes.limit() && bytes.get(at + zeros) == 0) {
            zeros++;
        }
        return zeros >= 2 && at + zeros < bytes.limit() && bytes.get(at + zeros) == 1 ? zeros + 1 : 0;
    }
}
