// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

/** The four message classes of RFC 8489 §5; the ordinal is the two-bit class on the wire. */
public enum StunClass {
    REQUEST,
    INDICATION,
    SUCCESS_RESPONSE,
    ERROR_RESPONSE;

    private static final StunClass[] ALL = values();

    /** Whether a transaction id of ours answers to it. */
    public boolean isResponse() {
        return this == SUCCESS_RESPONSE || this == ERROR_RESPONSE;
    }

    static StunClass ofType(int type) {
        return ALL[(type >> 7 & 2) | (type >> 4 & 1)];
    }

    /** The 14-bit message type: M11…M7 C1 M6…M4 C0 M3…M0. */
    int type(int method) {
        int bits = (ordinal() & 2) << 7 | (ordinal() & 1) << 4;
        return (method & 0xF80) << 2 | (method & 0x70) << 1 | method & 0xF | bits;
    }

    static int methodOfType(int type) {
        return type >> 2 & 0xF80 | type >> 1 & 0x70 | type & 0xF;
    }
}
