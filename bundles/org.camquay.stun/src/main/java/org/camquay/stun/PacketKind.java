// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import java.nio.ByteBuffer;

/** What a packet on a shared port is, by its first octet alone (RFC 7983 §7). */
public enum PacketKind {
    STUN,
    ZRTP,
    DTLS,
    TURN_CHANNEL,
    RTP_RTCP,
    UNKNOWN;

    private static final PacketKind[] BY_FIRST = new PacketKind[256];

    static {
        for (int first = 0; first < BY_FIRST.length; first++) {
            BY_FIRST[first] = classify(first);
        }
    }

    /** The kind of the packet that remains in {@code buffer}; an empty one is {@link #UNKNOWN}. */
    public static PacketKind of(ByteBuffer buffer) {
        return buffer.hasRemaining() ? of(buffer.get(buffer.position())) : UNKNOWN;
    }

    /** The kind of a packet that starts with this octet. */
    public static PacketKind of(byte first) {
        return BY_FIRST[first & 0xFF];
    }

    private static PacketKind classify(int first) {
        if (first <= 3) {
            return STUN;
        } else if (first >= 16 && first <= 19) {
            return ZRTP;
        } else if (first >= 20 && first <= 63) {
            return DTLS;
        } else if (first >= 64 && first <= 79) {
            return TURN_CHANNEL;
        } else if (first >= 128 && first <= 191) {
            return RTP_RTCP;
        }
        return UNKNOWN;
    }
}
