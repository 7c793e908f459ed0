// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * What an attribute means: its number, and how its value is written. Those of RFC 8489 §14, RFC 8445 §16.1 (ICE) and RFC 8656
 * §18 (TURN) are here. Thread: any.
 *
 * @param <T> what its value is
 */
public final class AttributeType<T> {
    private static final int BLOCK = 0x40;
    /** By number: the first block of the types that must be understood, and that of the others. Filled below. */
    private static final AttributeType<?>[] REQUIRED = new AttributeType<?>[BLOCK];

    private static final AttributeType<?>[] OPTIONAL = new AttributeType<?>[BLOCK];
    private static final int FIRST_OPTIONAL = 0x8000;

    /** §14.1, for answers to RFC 3489 clients. */
    public static final AttributeType<InetSocketAddress> MAPPED_ADDRESS = known(0x0001, Forms.address(false));
    /** §14.2: the sender's address as the receiver saw it. */
    public static final AttributeType<InetSocketAddress> XOR_MAPPED_ADDRESS = known(0x0020, Forms.address(true));
    /** §14.3. */
    public static final AttributeType<String> USERNAME = known(0x0006, Forms.text("USERNAME", Limits.USERNAME));
    /** §14.4, 32 octets; see {@link StunKey#userHash}. */
    public static final AttributeType<Octets> USERHASH = known(0x001E, Forms.octets("USERHASH length", 32, 32, 1));
    /** §14.5, 20 octets; written by {@link StunMessageBuilder#integrity}. */
    public static final AttributeType<Octets> MESSAGE_INTEGRITY =
            known(Protection.SHA1, Forms.octets("HMAC length", 20, 20, 1));
    /** §14.6, 16 to 32 octets, a multiple of four. */
    public static final AttributeType<Octets> MESSAGE_INTEGRITY_SHA256 =
            known(Protection.SHA256, Forms.octets("HMAC length", 16, 32, 4));
    /** §14.7: CRC-32 already XORed with 0x5354554e, 32 bits unsigned. */
    public static final AttributeType<Long> FINGERPRINT = known(Protection.CRC, Forms.u32("FINGERPRINT"));
    /** §14.8. */
    public static final AttributeType<ErrorCode> ERROR_CODE = known(0x0009, Forms.ERROR_CODE);
    /** §14.9: without the quotes. */
    public static final AttributeType<String> REALM = known(0x0014, Forms.text("REALM", Limits.TEXT));
    /** §14.10: without the quotes; see {@link NonceCookie}. */
    public static final AttributeType<String> NONCE = known(0x0015, Forms.text("NONCE", Limits.TEXT));
    /** §14.13: what a 420 did not understand. */
    public static final AttributeType<List<Integer>> UNKNOWN_ATTRIBUTES = known(0x000A, Forms.TYPES);
    /** §14.14, for people. */
    public static final AttributeType<String> SOFTWARE = known(0x8022, Forms.text("SOFTWARE", Limits.TEXT));
    /** §14.15: the server to go to after a 300. */
    public static final AttributeType<InetSocketAddress> ALTERNATE_SERVER = known(0x8023, Forms.address(false));
    /** §14.16: the name to verify that server's certificate against. */
    public static final AttributeType<String> ALTERNATE_DOMAIN = known(0x8003, Forms.text("ALTERNATE-DOMAIN", 255));
    /** §14.12: the one the client chose. */
    public static final AttributeType<PasswordAlgorithm> PASSWORD_ALGORITHM = known(0x001D, Forms.PASSWORD_ALGORITHM);
    /** §14.11: what the server offers, best first; the client repeats it unchanged. */
    public static final AttributeType<List<PasswordAlgorithm>> PASSWORD_ALGORITHMS =
            known(0x8002, Forms.PASSWORD_ALGORITHMS);

    /** ICE: priority of the peer-reflexive candidate this check may discover, 1 to 2^31-1; read as 32 bits unsigned. */
    public static final AttributeType<Long> PRIORITY = known(0x0024, Forms.u32("PRIORITY"));
    /** ICE: the controlling agent nominates this pair; the value is true. */
    public static final AttributeType<Boolean> USE_CANDIDATE = known(0x0025, Forms.FLAG);
    /** ICE: the sender's tie-breaker, 64 bits unsigned (compare with {@link Long#compareUnsigned}). */
    public static final AttributeType<Long> ICE_CONTROLLED = known(0x8029, Forms.U64);
    /** ICE: the sender's tie-breaker, 64 bits unsigned (compare with {@link Long#compareUnsigned}). */
    public static final AttributeType<Long> ICE_CONTROLLING = known(0x802A, Forms.U64);

    /** TURN §18.1: the channel to bind; a server refuses those outside 0x4000 to 0x4FFF with 400. */
    public static final AttributeType<Integer> CHANNEL_NUMBER = known(0x000C, Forms.CHANNEL);
    /** TURN §18.2 in seconds, 32 bits unsigned; 0 ends the allocation. */
    public static final AttributeType<Long> LIFETIME = known(0x000D, Forms.u32("LIFETIME"));
    /** TURN §18.3; CreatePermission may carry several. */
    public static final AttributeType<InetSocketAddress> XOR_PEER_ADDRESS = known(0x0012, Forms.address(true));
    /** TURN §18.4: the application data of Send and Data indications. */
    public static final AttributeType<Octets> DATA = known(0x0013, Forms.octets("DATA length", 0, 0xFFFF, 1));
    /** TURN §18.5: the address the server took for the client. */
    public static final AttributeType<InetSocketAddress> XOR_RELAYED_ADDRESS = known(0x0016, Forms.address(true));
    /** TURN §18.6; a family that STUN does not define leaves the attribute unreadable (answer 440). */
    public static final AttributeType<AddressFamily> REQUESTED_ADDRESS_FAMILY = known(0x0017, Forms.FAMILY);
    /** TURN §18.7: an even port; true keeps the one above it too. */
    public static final AttributeType<Boolean> EVEN_PORT = known(0x0018, Forms.EVEN_PORT);
    /** TURN §18.8: an IP protocol number; RFC 8656 allows {@link #UDP} alone. */
    public static final AttributeType<Integer> REQUESTED_TRANSPORT = known(0x0019, Forms.PROTOCOL);
    /** TURN §18.9: send to the peer with the DF bit set; the value is true. */
    public static final AttributeType<Boolean> DONT_FRAGMENT = known(0x001A, Forms.FLAG);
    /** TURN §18.10: 64 opaque bits that stand for a reserved port. */
    public static final AttributeType<Long> RESERVATION_TOKEN = known(0x0022, Forms.U64);
    /** TURN §18.11: a second relayed address beside the IPv4 one. */
    public static final AttributeType<AddressFamily> ADDITIONAL_ADDRESS_FAMILY = known(0x8000, Forms.FAMILY);
    /** TURN §18.12: why the additional family was not given. */
    public static final AttributeType<AddressErrorCode> ADDRESS_ERROR_CODE = known(0x8001, Forms.ADDRESS_ERROR_CODE);
    /** TURN §18.13: an ICMP error that reached the relayed address. */
    public static final AttributeType<IcmpError> ICMP = known(0x8004, Forms.ICMP);

    /** UDP between server and peer, for {@link #REQUESTED_TRANSPORT}. */
    public static final int UDP = 17;

    private static final Form<Octets> UNREAD = Forms.octets("length", 0, 0xFFFF, 1);

    private final int number;
    private final Form<T> form;

    private AttributeType(int number, Form<T> form) {
        this.number = number;
        this.form = form;
    }

    private static <T> AttributeType<T> known(int number, Form<T> form) {
        var type = new AttributeType<>(number, form);
        (number < FIRST_OPTIONAL ? REQUIRED : OPTIONAL)[number % FIRST_OPTIONAL] = type;
        return type;
    }

    /** A type that this library does not know, or one whose value could not be read. */
    public static AttributeType<Octets> unknown(int number) {
        Limits.within("attribute type", number, 0, 0xFFFF);
        return new AttributeType<>(number, UNREAD);
    }

    /** The type of this number; one that {@link #isUnknown} if this library does not know it. */
    static AttributeType<?> byNumber(int number) {
        int index = number % FIRST_OPTIONAL;
        var type = index < BLOCK ? (number < FIRST_OPTIONAL ? REQUIRED : OPTIONAL)[index] : null;
        return type == null ? unknown(number) : type;
    }

    /** The 16-bit number. */
    public int number() {
        return number;
    }

    /** Returns whether a receiver that does not know the type must refuse the request (RFC 8489 §14). */
    public boolean comprehensionRequired() {
        return number < FIRST_OPTIONAL;
    }

    /** Returns whether values of this type are octets that were not read. */
    public boolean isUnknown() {
        return form == UNREAD;
    }

    /** An attribute of this type. */
    public StunAttribute<T> of(T value) {
        return new StunAttribute<>(this, value);
    }

    T checked(T value) {
        return form.checked(value);
    }

    void write(StunWriter out, T value) {
        form.write(out, value);
    }

    /** The attribute whose value begins at {@code at}; null if that is none it can have. */
    StunAttribute<T> read(AttributeReader in, int at, int length) {
        T value = form.read(in, at, length);
        return value == null ? null : new StunAttribute<>(this, value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AttributeType<?> that && number == that.number && form == that.form;
    }

    @Override
    public int hashCode() {
        return number;
    }

    @Override
    public String toString() {
        return String.format("0x%04X", number);
    }
}
