// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A STUN message (RFC 8489 §5) as it stands on the wire, with its attributes read. Immutable; what is built and what
 * is received are the same, so a retransmission is the same octets. Thread: any.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * |0 0|     STUN Message Type     |         Message Length        |
 * |                         Magic Cookie                          |
 * |                     Transaction ID (96 bits)                  |
 * </pre>
 */
public final class StunMessage {
    private final byte[] wire;
    private final TransactionId transactionId;
    private final List<StunAttribute<?>> attributes;
    private final Set<Integer> malformed;
    private final Protection protection;

    StunMessage(byte[] wire, List<StunAttribute<?>> attributes, Set<Integer> malformed, Protection protection) {
        this.wire = wire;
        this.transactionId = TransactionId.at(ByteBuffer.wrap(wire), 8);
        this.attributes = List.copyOf(attributes);
        this.malformed = Set.copyOf(malformed);
        this.protection = protection;
    }

    /** A request with a fresh transaction id; methods are in {@link StunMethod}. */
    public static StunMessageBuilder request(int method) {
        return new StunMessageBuilder(StunClass.REQUEST, method, TransactionId.random());
    }

    /** An indication with a fresh transaction id. */
    public static StunMessageBuilder indication(int method) {
        return new StunMessageBuilder(StunClass.INDICATION, method, TransactionId.random());
    }

    /** The success response to a request. */
    public static StunMessageBuilder success(StunMessage request) {
        return new StunMessageBuilder(StunClass.SUCCESS_RESPONSE, request.method(), request.transactionId());
    }

    /** The error response to a request; codes are in {@link StunError}. */
    public static StunMessageBuilder error(StunMessage request, ErrorCode code) {
        return new StunMessageBuilder(StunClass.ERROR_RESPONSE, request.method(), request.transactionId())
                .add(AttributeType.ERROR_CODE, code);
    }

    /** Reads {@code datagram}, which is copied. */
    public static Optional<StunMessage> decode(byte[] datagram) {
        return decode(ByteBuffer.wrap(datagram));
    }

    /**
     * Reads what remains in {@code datagram}, which is copied and whose position stays. Empty if that is not
     * exactly one message. An attribute whose value cannot be read does not spoil the rest: see {@link #malformed}.
     */
    public static Optional<StunMessage> decode(ByteBuffer datagram) {
        if (!Stun.hasHeader(datagram)) {
            return Optional.empty();
        }
        var wire = new byte[datagram.remaining()];
        datagram.get(datagram.position(), wire);
        return parse(wire);
    }

    private static Optional<StunMessage> parse(byte[] wire) {
        var reader = new AttributeReader(wire);
        var attributes = new ArrayList<StunAttribute<?>>();
        var malformed = new LinkedHashSet<Integer>();
        var protection = Protection.NONE;
        for (int at = Wire.HEADER; at < wire.length; ) {
            int type = reader.u16(at);
            int length = reader.u16(at + 2);
            int value = at + Wire.ATTRIBUTE_HEADER;
            if (length > wire.length - value) {
                return Optional.empty();
            }
            if (protection.admits(type)) {
                var attribute = reader.read(type, value, length);
                if (attribute == null) {
                    malformed.add(type);
                    attribute = reader.unread(type, value, length);
                }
                attributes.add(attribute);
                protection = protection.with(type, at);
            }
            at = value + Wire.padded(length);
        }
        return Optional.of(new StunMessage(wire, attributes, malformed, protection));
    }

    public StunClass messageClass() {
        return StunClass.ofType(type());
    }

    /** The 12-bit method; known ones are in {@link StunMethod}. */
    public int method() {
        return StunClass.methodOfType(type());
    }

    public TransactionId transactionId() {
        return transactionId;
    }

    /** All attributes that count, in order; those behind an integrity or fingerprint do not (RFC 8489 §14.5). */
    public List<StunAttribute<?>> attributes() {
        return attributes;
    }

    /** The value of the first attribute of a type: later ones are ignored (RFC 8489 §14). */
    public <T> Optional<T> attribute(AttributeType<T> type) {
        for (var attribute : attributes) {
            if (attribute.type().equals(type)) {
                return Optional.of(value(type, attribute));
            }
        }
        return Optional.empty();
    }

    /** The values of all attributes of a type, for XOR-PEER-ADDRESS in CreatePermission. */
    public <T> List<T> attributes(AttributeType<T> type) {
        return attributes.stream()
                .filter(attribute -> attribute.type().equals(type))
                .map(attribute -> value(type, attribute))
                .toList();
    }

    @SuppressWarnings("unchecked") // a value is what its type says
    private static <T> T value(AttributeType<T> type, StunAttribute<?> attribute) {
        return (T) attribute.value();
    }

    /** Returns whether there is an attribute of a type. */
    public boolean has(AttributeType<?> type) {
        return attribute(type).isPresent();
    }

    /** Types a receiver must understand and this library does not: answer a request with 420 and this list. */
    public List<Integer> unknownRequired() {
        // A set, since one message can bring 16,000 of them.
        var types = new LinkedHashSet<Integer>();
        for (var attribute : attributes) {
            if (attribute.type().isUnknown() && attribute.type().comprehensionRequired()) {
                types.add(attribute.type().number());
            }
        }
        types.removeAll(malformed);
        return List.copyOf(types);
    }

    /** Known types with a value they cannot have, kept as {@linkplain AttributeType#unknown unknown}: answer a request with 400. */
    public Set<Integer> malformed() {
        return malformed;
    }

    /** Checks the best integrity there is: SHA-256 if the message has it, else SHA-1 (RFC 8489 §9.1.3). */
    public StunCheck verify(StunKey key) {
        var sha256 = verifySha256(key);
        return sha256 == StunCheck.ABSENT ? verifySha1(key) : sha256;
    }

    /** Checks MESSAGE-INTEGRITY (HMAC-SHA1), in constant time. */
    public StunCheck verifySha1(StunKey key) {
        return protection.checkIntegrity(wire, key);
    }

    /** Checks MESSAGE-INTEGRITY-SHA256, in constant time. */
    public StunCheck verifySha256(StunKey key) {
        return protection.checkIntegritySha256(wire, key);
    }

    /** Checks FINGERPRINT, which is invalid too where it is not the last attribute. */
    public StunCheck verifyFingerprint() {
        return protection.checkFingerprint(wire);
    }

    /** Octets on the wire. */
    public int length() {
        return wire.length;
    }

    /** A read-only view of the octets to send; each call gives a fresh position. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(wire).asReadOnlyBuffer();
    }

    /** Puts the octets into {@code out}, which must have room for {@link #length()}. */
    public void writeTo(ByteBuffer out) {
        out.put(wire);
    }

    /** A copy of the octets, the caller's own. */
    public byte[] toArray() {
        return wire.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StunMessage that && Arrays.equals(wire, that.wire);
    }

    @Override
    public int hashCode() {
        return transactionId.hashCode();
    }

    @Override
    public String toString() {
        return StunMethod.name(method()) + " " + messageClass() + " " + transactionId + " " + attributes;
    }

    private int type() {
        return (wire[0] & 0xFF) << 8 | wire[1] & 0xFF;
    }
}
