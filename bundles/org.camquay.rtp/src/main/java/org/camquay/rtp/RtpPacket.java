// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A received RTP packet, as a view of the datagram it came in (RFC 3550 §5.1, §5.3.1).
 *
 * <p>The buffers are read-only slices: they are valid as long as the datagram's bytes are.
 *
 * @param header the fixed header; contributing sources are skipped
 * @param extensionProfile the 16 bits "defined by profile", -1 without a header extension
 * @param extension the extension's elements, empty without one; see {@link OneByteExtensions}
 * @param payload what is left, without padding; may be empty
 */
public record RtpPacket(RtpHeader header, int extensionProfile, ByteBuffer extension, ByteBuffer payload) {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    /** A packet without a header extension. */
    public static RtpPacket of(RtpHeader header, ByteBuffer payload) {
        return new RtpPacket(header, -1, NOTHING, payload);
    }

    /** Whether a datagram that shares its port with RTP is RTCP (RFC 5761 §4). */
    public static boolean isRtcp(ByteBuffer datagram) {
        if (datagram.remaining() < 2) {
            return false;
        }
        int type = datagram.get(datagram.position() + 1) & 0xff;
        return type >= 192 && type <= 223;
    }

    /** Reads the bytes between position and limit, which do not change. Empty when they are not RTP. */
    public static Optional<RtpPacket> parse(ByteBuffer datagram) {
        int start = datagram.position();
        int end = datagram.limit();
        if (end - start < RtpHeader.LENGTH) {
            return Optional.empty();
        }
        int first = datagram.get(start) & 0xff;
        if (first >> 6 != RtpHeader.VERSION) {
            return Optional.empty();
        }
        int at = start + RtpHeader.LENGTH + 4 * (first & 0x0f);
        int profile = -1;
        int extensionLength = 0;
        if ((first & 0x10) != 0) {
            if (end - at < 4) {
                return Optional.empty();
            }
            profile = unsignedShort(datagram, at);
            extensionLength = 4 * unsignedShort(datagram, at + 2);
            at += 4;
        }
        int payloadStart = at + extensionLength;
        if (payloadStart > end) {
            return Optional.empty();
        }
        if ((first & 0x20) != 0) {
            int padding = payloadStart < end ? datagram.get(end - 1) & 0xff : 0;
            if (padding == 0 || padding > end - payloadStart) {
                return Optional.empty();
            }
            end -= padding;
        }
        var extension = profile < 0 ? NOTHING : slice(datagram, at, extensionLength);
        var payload = slice(datagram, payloadStart, end - payloadStart);
        return Optional.of(new RtpPacket(readHeader(datagram, start), profile, extension, payload));
    }

    /** The value of a header extension element in the one-byte form (RFC 8285 §4.2); empty when absent. */
    public Optional<ByteBuffer> extension(int id) {
        return extensionProfile == OneByteExtensions.PROFILE ? OneByteExtensions.find(extension, id) : Optional.empty();
    }

    private static RtpHeader readHeader(ByteBuffer datagram, int start) {
        int second = datagram.get(start + 1) & 0xff;
        return new RtpHeader(
                second >= 0x80,
                second & 0x7f,
                unsignedShort(datagram, start + 2),
                unsignedInt(datagram, start + 4),
                unsignedInt(datagram, start + 8));
    }

    private static ByteBuffer slice(ByteBuffer datagram, int offset, int length) {
        return datagram.slice(offset, length).asReadOnlyBuffer();
    }

    // byte by byte, so that the caller's byte order does not matter
    private static int unsignedShort(ByteBuffer datagram, int at) {
        return (datagram.get(at) & 0xff) << 8 | datagram.get(at + 1) & 0xff;
    }

    private static long unsignedInt(ByteBuffer datagram, int at) {
        return (long) unsignedShort(datagram, at) << 16 | unsignedShort(datagram, at + 2);
    }
}
