// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.nio.ByteBuffer;

/** Finds header extensions of the one-byte form (RFC 8285 §4.2) in a packet, without an object for each. */
final class Extensions {
    private static final int PROFILE = 0xbede;
    private static final int FIXED_HEADER = 12;

    private Extensions() {}

    /** Where the value with this id begins, which has at least that length; -1 if there is none. */
    static int find(ByteBuffer packet, int id, int length) {
        int at = FIXED_HEADER + 4 * (packet.get(0) & 0x0f);
        boolean extended = id > 0 && (packet.get(0) & 0x10) != 0 && at + 4 <= packet.limit();
        if (!extended || (packet.getShort(at) & 0xffff) != PROFILE) {
            return -1;
        }
        int end = Math.min(packet.limit(), at + 4 + 4 * (packet.getShort(at + 2) & 0xffff));
        at += 4;
        while (at < end) {
            int head = packet.get(at) & 0xff;
            int size = head == 0 ? 0 : (head & 0x0f) + 1;
            if (head >> 4 == id) {
                return size >= length && at + 1 + size <= end ? at + 1 : -1;
            }
            at += 1 + size;
        }
        return -1;
    }
}
