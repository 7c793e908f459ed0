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
import java.util.function.Function;

/** Reads the value of one attribute of a message; null where a known type has a value it cannot have. */
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

    StunAttribute read(int type, int at, int length) {
        return switch (type) {
            case StunAttribute.MappedAddress.TYPE -> address(at, length, false, StunAttribute.MappedAddress::new);
            case StunAttribute.XorMappedAddress.TYPE -> address(at, length, true, StunAttribute.XorMappedAddress::new);
            case StunAttribute.Username.TYPE ->
                text(at, length, StunAttribute.Username.MAX, StunAttribute.Username::new);
            case StunAttribute.UserHash.TYPE -> length == 32 ? new StunAttribute.UserHash(octets(at, length)) : null;
            case StunAttribute.MessageIntegrity.TYPE ->
                length == 20 ? new StunAttribute.MessageIntegrity(octets(at, length)) : null;
            case StunAttribute.MessageIntegritySha256.TYPE ->
                length >= 16 && length <= 32 && length % 4 == 0
                        ? new StunAttribute.MessageIntegritySha256(octets(at, length))
                        : null;
            case StunAttribute.Fingerprint.TYPE -> length == 4 ? new StunAttribute.Fingerprint((int) u32(at)) : null;
            case StunAttribute.ErrorCode.TYPE -> errorCode(at, length);
            case StunAttribute.Realm.TYPE -> text(at, length, Limits.TEXT, StunAttribute.Realm::new);
            case StunAttribute.Nonce.TYPE -> text(at, length, Limits.TEXT, StunAttribute.Nonce::new);
            case StunAttribute.UnknownAttributes.TYPE -> unknownAttributes(at, length);
            case StunAttribute.Software.TYPE -> text(at, length, Limits.TEXT, StunAttribute.Software::new);
            case ServerAttribute.AlternateServer.TYPE ->
                address(at, length, false, ServerAttribute.AlternateServer::new);
            case ServerAttribute.AlternateDomain.TYPE ->
                text(at, length, ServerAttribute.AlternateDomain.MAX, ServerAttribute.AlternateDomain::new);
            case ServerAttribute.PasswordAlgorithm.TYPE -> passwordAlgorithm(at, length);
            case ServerAttribute.PasswordAlgorithms.TYPE -> passwordAlgorithms(at, length);
            case IceAttribute.Priority.TYPE -> length == 4 ? new IceAttribute.Priority(u32(at)) : null;
            case IceAttribute.UseCandidate.TYPE -> length == 0 ? new IceAttribute.UseCandidate() : null;
            case IceAttribute.IceControlled.TYPE -> length == 8 ? new IceAttribute.IceControlled(u64(at)) : null;
            case IceAttribute.IceControlling.TYPE -> length == 8 ? new IceAttribute.IceControlling(u64(at)) : null;
            default -> turn(type, at, length);
        };
    }

    private StunAttribute turn(int type, int at, int length) {
        return switch (type) {
            case TurnAttribute.ChannelNumber.TYPE -> length == 4 ? new TurnAttribute.ChannelNumber(u16(at)) : null;
            case TurnAttribute.Lifetime.TYPE -> length == 4 ? new TurnAttribute.Lifetime(u32(at)) : null;
            case TurnAttribute.XorPeerAddress.TYPE -> address(at, length, true, TurnAttribute.XorPeerAddress::new);
            case TurnAttribute.Data.TYPE -> new TurnAttribute.Data(octets(at, length));
            case TurnAttribute.XorRelayedAddress.TYPE ->
                address(at, length, true, TurnAttribute.XorRelayedAddress::new);
            case TurnAttribute.RequestedAddressFamily.TYPE ->
                family(at, length, TurnAttribute.RequestedAddressFamily::new);
            // Padding to four octets inside the value is seen in the field.
            case TurnAttribute.EvenPort.TYPE ->
                length == 1 || length == 4 ? new TurnAttribute.EvenPort((u8(at) & 0x80) != 0) : null;
            case TurnAttribute.RequestedTransport.TYPE ->
                length == 4 ? new TurnAttribute.RequestedTransport(u8(at)) : null;
            case TurnAttribute.DontFragment.TYPE -> length == 0 ? new TurnAttribute.DontFragment() : null;
            case TurnAttribute.ReservationToken.TYPE ->
                length == 8 ? new TurnAttribute.ReservationToken(u64(at)) : null;
            case TurnAttribute.AdditionalAddressFamily.TYPE ->
                family(at, length, TurnAttribute.AdditionalAddressFamily::new);
            case TurnAttribute.AddressErrorCode.TYPE -> addressErrorCode(at, length);
            case TurnAttribute.Icmp.TYPE ->
                length == 8 ? new TurnAttribute.Icmp(u8(at + 2) >> 1, u16(at + 2) & 0x1FF, u32(at + 4)) : null;
            default -> new StunAttribute.Unknown(type, octets(at, length));
        };
    }

    private StunAttribute address(
            int at, int length, boolean xor, Function<InetSocketAddress, StunAttribute> attribute) {
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
            return attribute.apply(new InetSocketAddress(InetAddress.getByAddress(bytes), port));
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private StunAttribute text(int at, int length, int max, Function<String, StunAttribute> attribute) {
        var text = length <= max ? utf8(at, length) : null;
        return text == null ? null : attribute.apply(text);
    }

    private String utf8(int at, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(wire, at, length))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private StunAttribute errorCode(int at, int length) {
        int code = length < 4 ? 0 : code(at);
        return code == 0
                ? null
                : text(at + 4, length - 4, Limits.TEXT, reason -> new StunAttribute.ErrorCode(code, reason));
    }

    private StunAttribute addressErrorCode(int at, int length) {
        int code = length < 4 ? 0 : code(at);
        var family = code == 0 ? Optional.<AddressFamily>empty() : AddressFamily.of(u8(at));
        return family.isEmpty()
                ? null
                : text(
                        at + 4,
                        length - 4,
                        Limits.TEXT,
                        reason -> new TurnAttribute.AddressErrorCode(family.get(), code, reason));
    }

    private int code(int at) {
        int hundreds = u8(at + 2) & 7;
        int number = u8(at + 3);
        return hundreds >= 3 && hundreds <= 6 && number < 100 ? hundreds * 100 + number : 0;
    }

    private StunAttribute family(int at, int length, Function<AddressFamily, StunAttribute> attribute) {
        return length == 4 ? AddressFamily.of(u8(at)).map(attribute).orElse(null) : null;
    }

    private StunAttribute unknownAttributes(int at, int length) {
        if (length % 2 != 0) {
            return null;
        }
        var types = new ArrayList<Integer>(length / 2);
        for (int i = 0; i < length; i += 2) {
            types.add(u16(at + i));
        }
        return new StunAttribute.UnknownAttributes(types);
    }

    private StunAttribute passwordAlgorithms(int at, int length) {
        List<ServerAttribute.PasswordAlgorithm> algorithms = new ArrayList<>();
        int end = at + length;
        while (at < end) {
            var algorithm = passwordAlgorithm(at, end - at);
            if (algorithm == null) {
                return null;
            }
            algorithms.add(algorithm);
            at += 4 + Wire.padded(algorithm.parameters().length());
        }
        return new ServerAttribute.PasswordAlgorithms(algorithms);
    }

    private ServerAttribute.PasswordAlgorithm passwordAlgorithm(int at, int length) {
        if (length < 4 || u16(at + 2) > length - 4) {
            return null;
        }
        return new ServerAttribute.PasswordAlgorithm(u16(at), octets(at + 4, u16(at + 2)));
    }

    private int u8(int at) {
        return Wire.u8(buffer, at);
    }

    private long u32(int at) {
        return Wire.u32(buffer, at);
    }

    private long u64(int at) {
        return u32(at) << 32 | u32(at + 4);
    }
}
