// SPDX-License-Identifier: Apache-2.0
package org.camquay.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;

/** As much of ITU-T X.690's distinguished encoding rules as keys and a certificate need. Thread: any. */
final class Der {
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int OID = 0x06;
    static final int UTF8_STRING = 0x0c;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;
    /** {@code [0]}, constructed; the next ones follow it. */
    static final int CONTEXT_0 = 0xa0;

    private static final int LONG_FORM = 0x80;

    private Der() {}

    /** One element whose content is all of {@code parts}. */
    static byte[] element(int tag, byte[]... parts) {
        var content = concatenated(parts);
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < LONG_FORM) {
            out.write(content.length);
        } else {
            var length = trimmed(BigInteger.valueOf(content.length).toByteArray());
            out.write(LONG_FORM | length.length);
            out.writeBytes(length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    static byte[] sequence(byte[]... parts) {
        return element(SEQUENCE, parts);
    }

    static byte[] integer(BigInteger value) {
        return element(INTEGER, value.toByteArray());
    }

    /** A bit string of whole octets. */
    static byte[] bits(byte[] octets) {
        return element(BIT_STRING, new byte[] {0}, octets);
    }

    /** An object identifier, for example {@code 1.2.840.10045.2.1}. */
    static byte[] oid(String dotted) {
        var numbers =
                Arrays.stream(dotted.split("\\.")).mapToLong(Long::parseLong).toArray();
        var out = new ByteArrayOutputStream();
        base128(out, numbers[0] * 40 + numbers[1]);
        for (int i = 2; i < numbers.length; i++) {
            base128(out, numbers[i]);
        }
        return element(OID, out.toByteArray());
    }

    private static void base128(ByteArrayOutputStream out, long number) {
        int more = (63 - Long.numberOfLeadingZeros(number | 1)) / 7;
        for (int i = more; i >= 0; i--) {
            out.write((int) (number >> 7 * i & 0x7f) | (i > 0 ? 0x80 : 0));
        }
    }

    /**
     * The first element of that tag among the elements that a constructed one holds, with tag and length; null if there is
     * none, or if it is no DER.
     */
    static byte[] find(byte[] constructed, int tag) {
        int at = start(constructed, 0);
        while (at > 0 && at < constructed.length) {
            int start = start(constructed, at);
            int end = start < 0 ? -1 : start + length(constructed, at);
            if (end < start || end > constructed.length) {
                return null;
            }
            if ((constructed[at] & 0xff) == tag) {
                return Arrays.copyOfRange(constructed, at, end);
            }
            at = end;
        }
        return null;
    }

    /** What is in an element. */
    static byte[] content(byte[] element) {
        return Arrays.copyOfRange(element, start(element, 0), element.length);
    }

    /** Where the content of the element at {@code at} begins; negative if there is none. */
    private static int start(byte[] der, int at) {
        if (at + 1 >= der.length) {
            return -1;
        }
        int first = der[at + 1] & 0xff;
        int octets = first < LONG_FORM ? 0 : first - LONG_FORM;
        return octets > 3 || at + 2 + octets > der.length ? -1 : at + 2 + octets;
    }

    private static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        if (first < LONG_FORM) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < first - LONG_FORM; i++) {
            length = length << 8 | der[at + 2 + i] & 0xff;
        }
        return length;
    }

    private static byte[] concatenated(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] trimmed(byte[] number) {
        return number[0] == 0 ? Arrays.copyOfRange(number, 1, number.length) : number;
    }
}
