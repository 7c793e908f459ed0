// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable run of octets with value equality, usually a view into the message it was read from.
 * It keeps that whole message alive; {@link #toArray()} makes a free copy. Thread: any.
 */
public final class Octets {
    /** No octets. */
    public static final Octets EMPTY = new Octets(new byte[0], 0, 0);

    private static final int PRINTED = 32;

    private final byte[] array;
    private final int offset;
    private final int length;

    Octets(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /** Copies {@code bytes}. */
    public static Octets copyOf(byte[] bytes) {
        return new Octets(bytes.clone(), 0, bytes.length);
    }

    /** Copies what remains in {@code buffer}, whose position stays. */
    public static Octets copyOf(ByteBuffer buffer) {
        var copy = new byte[buffer.remaining()];
        buffer.get(buffer.position(), copy);
        return new Octets(copy, 0, copy.length);
    }

    /** Takes {@code bytes} without a copy; the caller gives the array up and never writes to it again. */
    public static Octets wrap(byte[] bytes) {
        return new Octets(bytes, 0, bytes.length);
    }

    /** How many octets. */
    public int length() {
        return length;
    }

    /** A read-only view, not a copy; each call gives a fresh position. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(array, offset, length).slice().asReadOnlyBuffer();
    }

    /** A copy that the caller owns. */
    public byte[] toArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** Copies all octets into {@code out}, which must have room for {@link #length()}. */
    public void writeTo(ByteBuffer out) {
        out.put(array, offset, length);
    }

    void copyTo(byte[] target, int index) {
        System.arraycopy(array, offset, target, index, length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets that
                && Arrays.equals(array, offset, offset + length, that.array, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        return ByteBuffer.wrap(array, offset, length).hashCode();
    }

    /** Hexadecimal, cut after 32 octets. */
    @Override
    public String toString() {
        var hex = HexFormat.of().formatHex(array, offset, offset + Math.min(length, PRINTED));
        return length > PRINTED ? hex + "…(" + length + ")" : hex;
    }
}
