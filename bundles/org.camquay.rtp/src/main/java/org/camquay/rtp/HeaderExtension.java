// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One element of a one-byte-form header extension (RFC 8285 §4.2).
 *
 * @param id as negotiated by {@code a=extmap}, 1 to 14
 * @param value 1 to 16 bytes; owned by this record, do not change
 */
public record HeaderExtension(int id, byte[] value) {

    /** @throws IllegalArgumentException when id or length do not fit the one-byte form */
    public HeaderExtension {
        if (id < 1 || id > 14) {
            throw new IllegalArgumentException("extension id " + id + " is not within 1 to 14");
        }
        if (value.length < 1 || value.length > 16) {
            throw new IllegalArgumentException("an extension value has 1 to 16 bytes, not " + value.length);
        }
    }

    /** An element of text, such as {@code urn:ietf:params:rtp-hdrext:sdes:mid} (RFC 9143). */
    public static HeaderExtension ofText(int id, String text) {
        return new HeaderExtension(id, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeaderExtension that && id == that.id && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * id + Arrays.hashCode(value);
    }
}
