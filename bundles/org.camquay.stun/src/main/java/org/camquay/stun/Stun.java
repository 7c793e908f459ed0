// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Looks at a datagram without parsing it, to find whose it is. Nothing here moves the buffer's position, looks
 * at its byte order, or throws on any content. Thread: any.
 */
public final class Stun {
    private Stun() {}

    /** Whether what remains in {@code buffer} is exactly one STUN message by its header (RFC 8489 §5, RFC 7983 §7). */
    public static boolean isStun(ByteBuffer buffer) {
        return buffer.remaining() >= Wire.HEADER && Wire.u8(buffer, buffer.position()) <= 3 && hasHeader(buffer);
    }

    /** As {@link #isStun}, but with any method: off a shared port the first octet may be up to 63. */
    static boolean hasHeader(ByteBuffer buffer) {
        int start = buffer.position();
        int remaining = buffer.remaining();
        return remaining >= Wire.HEADER
                && Wire.u8(buffer, start) < 0x40
                && Wire.u32(buffer, start + 4) == Wire.MAGIC_COOKIE
                && (remaining & 3) == 0
                && Wire.u16(buffer, start + 2) == remaining - Wire.HEADER;
    }

    /** The transaction id; the caller has asked {@link #isStun} before. */
    public static TransactionId transactionId(ByteBuffer stun) {
        return TransactionId.at(stun, stun.position() + 8);
    }

    /** The class; the caller has asked {@link #isStun} before. */
    public static StunClass messageClass(ByteBuffer stun) {
        return StunClass.ofType(Wire.u16(stun, stun.position()));
    }

    /** The method (see {@link StunMethod}); the caller has asked {@link #isStun} before. */
    public static int method(ByteBuffer stun) {
        return StunClass.methodOfType(Wire.u16(stun, stun.position()));
    }

    /** The first USERNAME; the caller has asked {@link #isStun} before. */
    public static Optional<String> username(ByteBuffer stun) {
        int at = usernameAt(stun);
        return at < 0 ? Optional.empty() : Optional.of(text(stun, at, Wire.u16(stun, at - 2)));
    }

    /**
     * The receiver's user fragment: what stands before the colon of the first USERNAME in an ICE check (RFC 8445
     * §7.2.2), or all of it without a colon. The caller has asked {@link #isStun} before.
     */
    public static Optional<String> usernameFragment(ByteBuffer stun) {
        int at = usernameAt(stun);
        if (at < 0) {
            return Optional.empty();
        }
        int length = Wire.u16(stun, at - 2);
        int colon = 0;
        while (colon < length && stun.get(at + colon) != ':') {
            colon++;
        }
        return Optional.of(text(stun, at, colon));
    }

    /** Index of the value of the first USERNAME that fits, else -1. */
    private static int usernameAt(ByteBuffer stun) {
        int end = stun.limit();
        int at = stun.position() + Wire.HEADER;
        while (at + Wire.ATTRIBUTE_HEADER <= end) {
            int type = Wire.u16(stun, at);
            int length = Wire.u16(stun, at + 2);
            at += Wire.ATTRIBUTE_HEADER;
            // Attributes after the integrity are not protected and do not count (RFC 8489 §14.5).
            if (type == Protection.SHA1 || type == Protection.SHA256) {
                return -1;
            }
            if (type == AttributeType.USERNAME.number()) {
                return length <= Limits.USERNAME && at + length <= end ? at : -1;
            }
            at += Wire.padded(length);
        }
        return -1;
    }

    private static String text(ByteBuffer stun, int at, int length) {
        var bytes = new byte[length];
        stun.get(at, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
