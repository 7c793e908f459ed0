// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The growing octets of one message; its length field always counts what has been written. */
final class StunWriter {
    private static final int MAX = Wire.HEADER + Wire.MAX_LENGTH;

    private byte[] wire = new byte[192];
    private int end;

    StunWriter(int type, TransactionId id) {
        u16(type).u16(0).u32(Wire.MAGIC_COOKIE).u32(id.high()).u64(id.low());
    }

    /** Where the next octet goes. */
    int end() {
        return end;
    }

    /** The octets so far, of which {@link #end()} count; shared, not a copy. */
    byte[] wire() {
        return wire;
    }

    byte[] toArray() {
        return Arrays.copyOf(wire, end);
    }

    /** Writes header, value and padding of an attribute. */
    void attribute(StunAttribute<?> attribute) {
        u16(attribute.type().number()).u16(0);
        int start = end;
        attribute.writeTo(this);
        Limits.within("attribute length", end - start, 0, 0xFFFF);
        put16(start - 2, end - start);
        pad();
        announce(end);
    }

    /** Sets the length field as if the message ended at {@code messageEnd} (RFC 8489 §14.5). */
    void announce(int messageEnd) {
        put16(2, messageEnd - Wire.HEADER);
    }

    StunWriter u8(int value) {
        room(1);
        wire[end++] = (byte) value;
        return this;
    }

    StunWriter u16(int value) {
        room(2);
        put16(end, value);
        end += 2;
        return this;
    }

    StunWriter u32(long value) {
        return u16((int) (value >> 16)).u16((int) value);
    }

    StunWriter u64(long value) {
        return u32(value >> 32).u32(value);
    }

    StunWriter octets(Octets value) {
        room(value.length());
        value.copyTo(wire, end);
        end += value.length();
        return this;
    }

    StunWriter text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    StunWriter address(InetSocketAddress address) {
        u8(0).u8(AddressFamily.of(address.getAddress()).number()).u16(address.getPort());
        return bytes(address.getAddress().getAddress());
    }

    StunWriter xorAddress(InetSocketAddress address) {
        u8(0).u8(AddressFamily.of(address.getAddress()).number());
        u16(address.getPort() ^ Wire.MAGIC_COOKIE >>> 16);
        var bytes = address.getAddress().getAddress();
        for (int i = 0; i < bytes.length; i++) {
            // Cookie and transaction id stand side by side in the header: that is the mask of RFC 8489 §14.2.
            bytes[i] ^= wire[4 + i];
        }
        return bytes(bytes);
    }

    StunWriter pad() {
        while ((end & 3) != 0) {
            u8(0);
        }
        return this;
    }

    private StunWriter bytes(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, wire, end, value.length);
        end += value.length;
        return this;
    }

    private void put16(int index, int value) {
        wire[index] = (byte) (value >> 8);
        wire[index + 1] = (byte) value;
    }

    private void room(int more) {
        if (more > MAX - end) {
            throw new IllegalArgumentException("a STUN message is at most " + MAX + " octets long");
        }
        if (more > wire.length - end) {
            wire = Arrays.copyOf(wire, Math.min(MAX, Math.max(wire.length * 2, end + more)));
        }
    }
}
