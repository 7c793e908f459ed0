// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * One attribute of a STUN message: a value, immutable. Those of RFC 8489 are here, the others in {@link ServerAttribute},
 * {@link IceAttribute} and {@link TurnAttribute}. Constructors throw {@link IllegalArgumentException} for what has no form on the wire;
 * a decoder never lets it come so far. Thread: any.
 */
public sealed interface StunAttribute extends WireValue
        permits StunAttribute.Unknown,
                StunAttribute.MappedAddress,
                StunAttribute.XorMappedAddress,
                StunAttribute.Username,
                StunAttribute.UserHash,
                StunAttribute.MessageIntegrity,
                StunAttribute.MessageIntegritySha256,
                StunAttribute.Fingerprint,
                StunAttribute.ErrorCode,
                StunAttribute.Realm,
                StunAttribute.Nonce,
                StunAttribute.UnknownAttributes,
                StunAttribute.Software,
                ServerAttribute,
                IceAttribute,
                TurnAttribute {
    /** The 16-bit type. */
    int type();

    /** Whether a receiver that does not know the type must refuse the request (RFC 8489 §14: types below 0x8000). */
    default boolean comprehensionRequired() {
        return type() < 0x8000;
    }

    /** An attribute of a type that this library does not know, or whose value could not be read. */
    record Unknown(int type, Octets value) implements StunAttribute {
        public Unknown {
            Limits.within("attribute type", type, 0, 0xFFFF);
        }

        @Override
        public void writeTo(StunWriter out) {
            out.octets(value);
        }
    }

    /** MAPPED-ADDRESS (RFC 8489 §14.1), for answers to RFC 3489 clients. */
    record MappedAddress(InetSocketAddress address) implements StunAttribute {
        public static final int TYPE = 0x0001;

        public MappedAddress {
            Limits.resolved(address);
        }

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            out.address(address);
        }
    }

    /** XOR-MAPPED-ADDRESS (RFC 8489 §14.2): the sender's address as the receiver saw it. */
    record XorMappedAddress(InetSocketAddress address) implements StunAttribute {
        public static final int TYPE = 0x0020;

        public XorMappedAddress {
            Limits.resolved(address);
        }

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            out.xorAddress(address);
        }
    }

    /** USERNAME (RFC 8489 §14.3): at most 508 octets of UTF-8. */
    record Username(String value) implements StunAttribute {
        public static final int TYPE = 0x0006;
        /** Octets on the wire, at most. */
        public static final int MAX = 508;

        public Username {
            Limits.text("USERNAME", value, MAX);
        }

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            out.text(value);
        }
    }

    /** USERHASH (RFC 8489 §14.4), 32 octets; see {@link StunKey#userHash}. */
    record UserHash(Octets value) implements StunAttribute {
        public static final int TYPE = 0x001E;

        public UserHash {
            Limits.within("USERHASH length", value.length(), 32, 32);
        }

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            out.octets(value);
        }
    }

    /** MESSAGE-INTEGRITY (RFC 8489 §14.5), 20 octets; written by {@link StunMessageBuilder#integrity}. */
    record MessageIntegrity(Octets hmac) implements StunAttribute {
        public static final int TYPE = 0x0008;

        public MessageIntegrity {
            Limits.within("HMAC length", hmac.length(), 20, 20);
        }

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            out.octets(hmac);
        }
    }

    /** MESSAGE-INTEGRITY-SHA256 (RFC 8489 §14.6), 16 to 32 octets, a multiple of four. */
    record MessageIntegritySha256(Octets hmac) implements StunAttribute {
        public static final int TYPE = 0x001C;

        public MessageIntegritySha256 {
            Limits.within("HMAC length", hmac.length(), 16, 32);
        }

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            out.octets(hmac);
        }
    }

    /** FINGERPRINT (RFC 8489 §14.7): CRC-32 already XORed with 0x5354554e. */
    record Fingerprint(int value) implements StunAttribute {
        public static final int TYPE = 0x8028;

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            out.u32(value);
        }
    }

    /** ERROR-CODE (RFC 8489 §14.8): 300 to 699 and a reason of at most 763 octets. The numbers are in {@link StunError}. */
    record ErrorCode(int code, String reason) implements StunAttribute {
        public static final int TYPE = 0x0009;

        public ErrorCode {
            Limits.within("error code", code, 300, 699);
            Limits.text("reason", reason, Limits.TEXT);
        }

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            out.u16(0).u8(code / 100).u8(code % 100).text(reason);
        }
    }

    /** REALM (RFC 8489 §14.9): at most 763 octets, without the quotes. */
    record Realm(String value) implements StunAttribute {
        public static final int TYPE = 0x0014;

        public Realm {
            Limits.text("REALM", value, Limits.TEXT);
        }

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            out.text(value);
        }
    }

    /** NONCE (RFC 8489 §14.10): at most 763 octets, without the quotes; see {@link NonceCookie}. */
    record Nonce(String value) implements StunAttribute {
        public static final int TYPE = 0x0015;

        public Nonce {
            Limits.text("NONCE", value, Limits.TEXT);
        }

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            out.text(value);
        }
    }

    /** UNKNOWN-ATTRIBUTES (RFC 8489 §14.13): what a 420 did not understand. */
    record UnknownAttributes(List<Integer> types) implements StunAttribute {
        public static final int TYPE = 0x000A;

        public UnknownAttributes {
            types = List.copyOf(types);
            types.forEach(type -> Limits.within("attribute type", type, 0, 0xFFFF));
        }

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            types.forEach(out::u16);
        }
    }

    /** SOFTWARE (RFC 8489 §14.14): at most 763 octets, for people. */
    record Software(String value) implements StunAttribute {
        public static final int TYPE = 0x8022;

        public Software {
            Limits.text("SOFTWARE", value, Limits.TEXT);
        }

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void writeTo(StunWriter out) {
            out.text(value);
        }
    }
}
