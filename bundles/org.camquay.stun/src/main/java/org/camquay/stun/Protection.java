// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.CRC32;

/** Where a message's protecting attributes start, -1 for none, and whether they hold (RFC 8489 §14.5 to §14.7). */
record Protection(int integrity, int integritySha256, int fingerprint) {
    /** The numbers of the attributes that protect. */
    static final int SHA1 = 0x0008;

    static final int SHA256 = 0x001C;
    static final int CRC = 0x8028;

    static final Protection NONE = new Protection(-1, -1, -1);

    private static final int CRC_MASK = 0x5354554e;
    private static final int FINGERPRINT_LENGTH = 8;

    Protection withIntegrity(int at) {
        return new Protection(at, integritySha256, fingerprint);
    }

    Protection withIntegritySha256(int at) {
        return new Protection(integrity, at, fingerprint);
    }

    Protection withFingerprint(int at) {
        return new Protection(integrity, integritySha256, at);
    }

    /** Whether an attribute of this type counts at this place: little may follow an integrity, nothing a fingerprint. */
    boolean admits(int type) {
        if (fingerprint >= 0) {
            return false;
        } else if (integritySha256 >= 0) {
            return type == CRC;
        }
        return integrity < 0 || type == SHA256 || type == CRC;
    }

    Protection with(int type, int at) {
        return switch (type) {
            case SHA1 -> withIntegrity(at);
            case SHA256 -> withIntegritySha256(at);
            case CRC -> withFingerprint(at);
            default -> this;
        };
    }

    StunCheck checkIntegrity(byte[] wire, StunKey key) {
        return check(wire, integrity, key, StunKey.SHA1, 20);
    }

    StunCheck checkIntegritySha256(byte[] wire, StunKey key) {
        return check(wire, integritySha256, key, StunKey.SHA256, 16);
    }

    StunCheck checkFingerprint(byte[] wire) {
        if (fingerprint < 0) {
            return StunCheck.ABSENT;
        }
        boolean last = fingerprint + FINGERPRINT_LENGTH == wire.length;
        if (!last) {
            return StunCheck.INVALID;
        }
        int at = fingerprint + Wire.ATTRIBUTE_HEADER;
        int value = u16(wire, at) << 16 | u16(wire, at + 2);
        return value == crc(wire, fingerprint) ? StunCheck.VALID : StunCheck.INVALID;
    }

    /** The value of a FINGERPRINT that starts at {@code end}; the length field must count it already. */
    static int crc(byte[] wire, int end) {
        var crc = new CRC32();
        crc.update(wire, 0, end);
        return (int) crc.getValue() ^ CRC_MASK;
    }

    private static StunCheck check(byte[] wire, int at, StunKey key, String algorithm, int minLength) {
        if (at < 0) {
            return StunCheck.ABSENT;
        }
        int length = u16(wire, at + 2);
        int start = at + Wire.ATTRIBUTE_HEADER;
        int end = start + length;
        var hmac = key.hmac(algorithm, wire, at, Wire.padded(end) - Wire.HEADER);
        if (length < minLength || length > hmac.length || length % 4 != 0) {
            return StunCheck.INVALID;
        }
        // A shorter HMAC-SHA256 is the longer one cut (RFC 8489 §14.6).
        boolean equal = MessageDigest.isEqual(Arrays.copyOf(hmac, length), Arrays.copyOfRange(wire, start, end));
        return equal ? StunCheck.VALID : StunCheck.INVALID;
    }

    private static int u16(byte[] wire, int at) {
        return (wire[at] & 0xFF) << 8 | wire[at + 1] & 0xFF;
    }
}
