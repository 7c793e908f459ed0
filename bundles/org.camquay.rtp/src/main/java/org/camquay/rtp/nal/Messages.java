// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.nal;

import java.nio.ByteBuffer;
import org.camquay.rtp.bits.BitReader;

/** Supplemental enhancement information (ITU-T H.264 §7.3.2.3, H.265 §7.3.5). Pure. */
final class Messages {
    private static final int RECOVERY_POINT = 6;
    private static final int MORE = 0xff;
    private static final int MOST_MESSAGES = 64;

    private Messages() {}

    /**
     * Whether a unit of messages has a recovery point.
     *
     * @param headerLength bytes of the unit's header
     */
    static boolean hasRecoveryPoint(ByteBuffer unit, int headerLength) {
        var in = BitReader.ofNalUnit(unit, headerLength);
        for (int i = 0; i < MOST_MESSAGES && in.valid(); i++) {
            int type = number(in);
            int size = number(in);
            if (!in.valid()) {
                return false;
            }
            if (type == RECOVERY_POINT) {
                return true;
            }
            in.skip(8 * Math.min(size, unit.remaining()));
        }
        return false;
    }

    private static int number(BitReader in) {
        int sum = 0;
        int next = MORE;
        while (next == MORE && in.valid()) {
            next = (int) in.bits(8);
            sum += next;
        }
        return sum;
    }
}
