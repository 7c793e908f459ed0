// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

/**
 * One attribute of a STUN message (RFC 8489 §14): a type, which says what its value is, and the value. Immutable. A value that
 * has no form on the wire throws {@link IllegalArgumentException}; a decoder never lets it come so far. Thread: any.
 */
public record StunAttribute<T>(AttributeType<T> type, T value) {
    public StunAttribute {
        value = type.checked(value);
    }

    /** Writes the value, without the header before and the padding behind it. */
    void writeTo(StunWriter out) {
        type.write(out, value);
    }
}
