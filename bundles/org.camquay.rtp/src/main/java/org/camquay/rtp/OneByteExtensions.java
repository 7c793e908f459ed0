// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads and writes the one-byte form of RTP header extensions (RFC 8285 §4.2). Thread: any. */
public final class OneByteExtensions {

    /** "Defined by profile" of the one-byte form. */
    public static final int PROFILE = 0xbede;

    private static final int RESERVED_ID = 15;

    private OneByteExtensions() {}

    /** The value of the first element with this id, as a slice of {@code elements}. */
    public static Optional<ByteBuffer> find(ByteBuffer elements, int id) {
        int at = elements.position();
        while (at < elements.limit()) {
            int head = elements.get(at++) & 0xff;
            if (head == 0) {
                continue; // a padding byte
            }
            int length = (head & 0x0f) + 1;
            if (head >> 4 == RESERVED_ID || length > elements.limit() - at) {
                break;
            }
            if (head >> 4 == id) {
                return Optional.of(elements.slice(at, length));
            }
            at += length;
        }
        return Optional.empty();
    }

    /** All elements up to the first that is cut or has the reserved id 15. */
    public static List<HeaderExtension> parse(ByteBuffer elements) {
        var found = new ArrayList<HeaderExtension>();
        int at = elements.position();
        while (at < elements.limit()) {
            int head = elements.get(at++) & 0xff;
            if (head >> 4 == 0) {
                at += head == 0 ? 0 : (head & 0x0f) + 1;
                continue;
            }
            int length = (head & 0x0f) + 1;
            if (head >> 4 == RESERVED_ID || length > elements.limit() - at) {
                break;
            }
            byte[] value = new byte[length];
            elements.get(at, value);
            found.add(new HeaderExtension(head >> 4, value));
            at += length;
        }
        return found;
    }

    /** Bytes that {@link #write} needs: 0 for no element, else a multiple of 4. */
    public static int length(List<HeaderExtension> elements) {
        int sum = 0;
        for (var element : elements) {
            sum += 1 + element.value().length;
        }
        return sum == 0 ? 0 : 4 + (sum + 3) / 4 * 4;
    }

    /** Writes profile, length, elements and padding. Nothing at all for an empty list. */
    public static void write(List<HeaderExtension> elements, ByteBuffer destination) {
        int length = length(elements);
        if (length == 0) {
            return;
        }
        int end = destination.position() + length;
        destination.putShort((short) PROFILE);
        destination.putShort((short) (length / 4 - 1));
        for (var element : elements) {
            destination.put((byte) (element.id() << 4 | element.value().length - 1));
            destination.put(element.value());
        }
        while (destination.position() < end) {
            destination.put((byte) 0);
        }
    }
}
