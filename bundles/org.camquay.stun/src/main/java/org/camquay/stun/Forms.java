// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The forms that values of attributes have. Thread: any. */
final class Forms {
    /** A flag has no value; that it is there is true. */
    static final Form<Boolean> FLAG = form(
            within(value -> Limits.within("a flag", value ? 1 : 0, 1, 1)),
            (out, value) -> {},
            (in, at, length) -> length == 0 ? Boolean.TRUE : null);

    static final Form<Long> U64 =
            form(value -> value, StunWriter::u64, (in, at, length) -> length == 8 ? (Long) in.u64(at) : null);

    static final Form<Integer> CHANNEL = form(
            within(value -> Limits.within("channel", value, 0, 0xFFFF)),
            (out, value) -> out.u16(value).u16(0),
            (in, at, length) -> length == 4 ? (Integer) in.u16(at) : null);

    static final Form<Integer> PROTOCOL = form(
            within(value -> Limits.within("protocol", value, 0, 0xFF)),
            (out, value) -> out.u8(value).u8(0).u16(0),
            (in, at, length) -> length == 4 ? (Integer) in.u8(at) : null);

    /** Padding to four octets inside the value is seen in the field. */
    static final Form<Boolean> EVEN_PORT = form(
            value -> value,
            (out, value) -> out.u8(value ? 0x80 : 0),
            (in, at, length) -> length == 1 || length == 4 ? (Boolean) ((in.u8(at) & 0x80) != 0) : null);

    static final Form<AddressFamily> FAMILY = form(
            value -> value,
            (out, value) -> out.u8(value.number()).u8(0).u16(0),
            (in, at, length) -> length == 4 ? AddressFamily.of(in.u8(at)).orElse(null) : null);

    static final Form<ErrorCode> ERROR_CODE = form(
            value -> value,
            (out, value) ->
                    out.u16(0).u8(value.code() / 100).u8(value.code() % 100).text(value.reason()),
            (in, at, length) -> in.errorCode(at, length));

    static final Form<AddressErrorCode> ADDRESS_ERROR_CODE = form(
            value -> value,
            (out, value) -> out.u8(value.family().number())
                    .u8(0)
                    .u8(value.code() / 100)
                    .u8(value.code() % 100)
                    .text(value.reason()),
            (in, at, length) -> in.addressErrorCode(at, length));

    static final Form<IcmpError> ICMP = form(
            value -> value,
            (out, value) -> out.u16(0).u16(value.type() << 9 | value.code()).u32(value.errorData()),
            (in, at, length) ->
                    length == 8 ? new IcmpError(in.u8(at + 2) >> 1, in.u16(at + 2) & 0x1FF, in.u32(at + 4)) : null);

    static final Form<List<Integer>> TYPES = form(
            value -> {
                value.forEach(type -> Limits.within("attribute type", type, 0, 0xFFFF));
                return List.copyOf(value);
            },
            (out, value) -> value.forEach(out::u16),
            (in, at, length) -> in.types(at, length));

    static final Form<PasswordAlgorithm> PASSWORD_ALGORITHM =
            form(value -> value, Forms::write, (in, at, length) -> in.passwordAlgorithm(at, length));

    static final Form<List<PasswordAlgorithm>> PASSWORD_ALGORITHMS = form(
            List::copyOf,
            (out, value) -> value.forEach(algorithm -> write(out, algorithm)),
            (in, at, length) -> in.passwordAlgorithms(at, length));

    private interface Reading<T> {
        T read(AttributeReader in, int at, int length);
    }

    private Forms() {}

    /** An address, XORed with cookie and transaction id or not (RFC 8489 §14.1, §14.2). */
    static Form<InetSocketAddress> address(boolean xor) {
        return form(
                within(Limits::resolved),
                xor ? StunWriter::xorAddress : StunWriter::address,
                (in, at, length) -> in.address(at, length, xor));
    }

    /** UTF-8 of so many octets at most. */
    static Form<String> text(String name, int max) {
        return form(
                within(value -> Limits.text(name, value, max)),
                StunWriter::text,
                (in, at, length) -> length <= max ? in.text(at, length) : null);
    }

    /** Octets whose number is within bounds; read only where it is a multiple of {@code unit}. */
    static Form<Octets> octets(String name, int min, int max, int unit) {
        return form(
                within(value -> Limits.within(name, value.length(), min, max)),
                StunWriter::octets,
                (in, at, length) ->
                        length >= min && length <= max && length % unit == 0 ? in.octets(at, length) : null);
    }

    /** 32 bits, unsigned. */
    static Form<Long> u32(String name) {
        return form(
                within(value -> Limits.within(name, value, 0, Limits.U32)),
                StunWriter::u32,
                (in, at, length) -> length == 4 ? (Long) in.u32(at) : null);
    }

    private static void write(StunWriter out, PasswordAlgorithm algorithm) {
        out.u16(algorithm.number())
                .u16(algorithm.parameters().length())
                .octets(algorithm.parameters())
                .pad();
    }

    private static <T> UnaryOperator<T> within(Consumer<T> limit) {
        return value -> {
            limit.accept(value);
            return value;
        };
    }

    private static <T> Form<T> form(UnaryOperator<T> checked, BiConsumer<StunWriter, T> writing, Reading<T> reading) {
        return new Form<>() {
            @Override
            public T checked(T value) {
                return checked.apply(value);
            }

            @Override
            public void write(StunWriter out, T value) {
                writing.accept(out, value);
            }

            @Override
            public T read(AttributeReader in, int at, int length) {
                return reading.read(in, at, length);
            }
        };
    }
}
