// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the values of a message's attributes; null where a value is none that a type can have. */
final class AttributeReader {
    private final byte[] wire;
    private final ByteBuffer buffer;

    AttributeReader(byte[] wire) {
        this.wire = wire;
        this.buffer = ByteBuffer.wrap(wire);
    }

    int u16(int at) {
        return Wire.u16(buffer, at);
    }

    Octets octets(int at, int length) {
        return new Octets(wire, at, length);
    }

    /** The attribute of that number; null where a known type has a value it cannot have. */
    StunAttribute<?> read(int number, int at, int length) {
        return AttributeType.byNumber(number).read(this, at, length);
    }

    /** As it is, whatever its type. */
    StunAttribute<Octets> unread(int number, int at, int length) {
        return AttributeType.unknown(number).of(octets(at, length));
    }

    InetSocketAddress address(int at, int length, boolean xor) {
        var family = length < 4 ? Optional.<AddressFamily>empty() : AddressFamily.of(u8(at + 1));
        if (family.isEmpty() || length != 4 + family.get().length()) {
            return null;
        }
        int port = u16(at + 2) ^ (xor ? Wire.MAGIC_COOKIE >>> 16 : 0);
        var bytes = new byte[family.get().length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (wire[at + 4 + i] ^ (xor ? wire[4 + i] : 0));
        }
        try {
            // An IPv4-mapped IPv6 address becomes plain IPv4 here, so that no address filter is led astray by it.
            return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    String text(int at, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(wire, at, length))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    ErrorCode errorCode(int at, int length) {
        int code = length < 4 ? 0 : code(at);
        var reason = code == 0 ? null : reason(at, length);
        return reason == null ? null : new ErrorCode(code, reason);
    }

    AddressErrorCode addressErrorCode(int at, int length) {
        int code = length < 4 ? 0 : code(at);
        var family = code == 0 ? Optional.<AddressFamily>empty() : AddressFamily.of(u8(at));
        var reason = family.isEmpty() ? null : reason(at, length);
        return reason == null ? null : new AddressErrorCode(family.get(), code, reason);
    }

    private String reason(int at, int length) {
        return length - 4 <= Limits.TEXT ? text(at + 4, length - 4) : null;
    }

    private int code(int at) {
        int hundreds = u8(at + 2) & 7;
        int number = u8(at + 3);
        return hundreds >= 3 && hundreds <= 6 && number < 100 ? hundreds * 100 + number : 0;
    }

    List<Integer> types(int at, int length) {
        if (length % 2 != 0) {
            return null;
        }
        var types = new ArrayList<Integer>(length / 2);
        for (int i = 0; i < length; i += 2) {
            types.add(u16(at + i));
        }
        return List.copyOf(types);
    }

    List<PasswordAlgorithm> passwordAlgorithms(int at, int length) {
        var algorithms = new ArrayList<PasswordAlgorithm>();
        int end = at + length;
        while (at < end) {
            var algorithm = passwordAlgorithm(at, end - at);
            if (algorithm == null) {
                return null;
            }
            algorithms.add(algorithm);
            at += 4 + Wire.padded(algorithm.parameters().length());
        }
        return List.copyOf(algorithms);
    }

    PasswordAlgorithm passwordAlgorithm(int at, int length) {
        if (length < 4 || u16(at + 2) > length - 4) {
            return null;
        }
        return new PasswordAlgorithm(u16(at), octets(at + 4, u16(at + 2)));
    }

    int u8(int at) {
        return Wire.u8(buffer, at);
    }

    long u32(int at) {
        return Wire.u32(buffer, at);
    }

    long u64(int at) {
        return u32(at) << 32 | u32(at + 4);
    }
}
