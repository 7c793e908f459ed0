// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Writes a message attribute by attribute. Integrity and fingerprint come last, in that order, since they protect what
 * is there when they are added; another order, or more than 64 KiB, is the caller's mistake and throws.
 */
public final class StunMessageBuilder {
    private final List<StunAttribute<?>> attributes = new ArrayList<>();
    private final StunWriter out;
    private Protection protection = Protection.NONE;

    /** Starts a message; see also the shorter ways in {@link StunMessage}. */
    public StunMessageBuilder(StunClass messageClass, int method, TransactionId transactionId) {
        Limits.within("method", method, 0, 0xFFF);
        out = new StunWriter(messageClass.type(method), transactionId);
    }

    /** Adds an attribute other than integrity and fingerprint, which only their own methods can compute. */
    public StunMessageBuilder add(StunAttribute<?> attribute) {
        if (Protection.NONE.with(attribute.type().number(), 0) != Protection.NONE) {
            throw new IllegalArgumentException("integrity and fingerprint are computed, not added");
        }
        return append(attribute);
    }

    /** The same. */
    public <T> StunMessageBuilder add(AttributeType<T> type, T value) {
        return add(type.of(value));
    }

    /** The same, of a number. */
    public StunMessageBuilder add(AttributeType<Long> type, long value) {
        return add(type.of(value));
    }

    /** Adds MESSAGE-INTEGRITY (RFC 8489 §14.5). */
    public StunMessageBuilder integrity(StunKey key) {
        return append(AttributeType.MESSAGE_INTEGRITY.of(hmac(key, StunKey.SHA1, 20)));
    }

    /** Adds MESSAGE-INTEGRITY-SHA256 (RFC 8489 §14.6) in full length. */
    public StunMessageBuilder integritySha256(StunKey key) {
        return append(AttributeType.MESSAGE_INTEGRITY_SHA256.of(hmac(key, StunKey.SHA256, 32)));
    }

    /** Adds FINGERPRINT (RFC 8489 §14.7), the last attribute of a message. */
    public StunMessageBuilder fingerprint() {
        // The CRC covers the length field, and that counts the fingerprint too.
        out.announce(out.end() + 8);
        return append(AttributeType.FINGERPRINT.of(Integer.toUnsignedLong(Protection.crc(out.wire(), out.end()))));
    }

    /** The message; the builder may go on, and what was built stays as it is. */
    public StunMessage build() {
        return new StunMessage(out.toArray(), attributes, Set.of(), protection);
    }

    private Octets hmac(StunKey key, String algorithm, int length) {
        int end = out.end() + Wire.ATTRIBUTE_HEADER + length;
        return Octets.wrap(key.hmac(algorithm, out.wire(), out.end(), end - Wire.HEADER));
    }

    private StunMessageBuilder append(StunAttribute<?> attribute) {
        if (!protection.admits(attribute.type().number())) {
            throw new IllegalStateException("nothing of this type may follow an integrity or a fingerprint");
        }
        protection = protection.with(attribute.type().number(), out.end());
        out.attribute(attribute);
        attributes.add(attribute);
        return this;
    }
}
