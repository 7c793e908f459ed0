// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The header of all packets one sender sends to one viewer: what stays the same is prepared once, the
 * rest is written per packet, without garbage. Immutable. Thread: any.
 */
public final class RtpHeaderTemplate {

    private final byte[] bytes;

    /**
     * @param payloadType 0 to 127
     * @param ssrc 0 to 2^32-1
     * @param extensions sent on every packet; those that change are overwritten at {@link #extensionOffset}
     * @throws IllegalArgumentException when a value does not fit its field
     */
    public RtpHeaderTemplate(int payloadType, long ssrc, List<HeaderExtension> extensions) {
        var buffer = ByteBuffer.allocate(RtpHeader.LENGTH + OneByteExtensions.length(extensions));
        new RtpHeader(false, payloadType, 0, 0, ssrc).writeTo(buffer);
        OneByteExtensions.write(extensions, buffer);
        bytes = buffer.array();
        if (bytes.length > RtpHeader.LENGTH) {
            bytes[0] |= 0x10;
        }
    }

    /** Bytes of the header with its extensions. */
    public int length() {
        return bytes.length;
    }

    /**
     * Where the value of an extension begins, counted from the first byte of the header; -1 when the
     * template has none with this id. For values that change per packet, such as the transport-wide
     * sequence number.
     */
    public int extensionOffset(int id) {
        if (bytes.length == RtpHeader.LENGTH) {
            return -1;
        }
        int from = RtpHeader.LENGTH + 4;
        var elements = ByteBuffer.wrap(bytes).slice(from, bytes.length - from);
        return OneByteExtensions.find(elements, id).map(ByteBuffer::arrayOffset).orElse(-1);
    }

    /**
     * Writes the header.
     *
     * @param sequenceNumber only the low 16 bits count
     * @param timestamp only the low 32 bits count
     * @return {@link #length()}
     */
    public int write(byte[] destination, int offset, boolean marker, int sequenceNumber, long timestamp) {
        System.arraycopy(bytes, 0, destination, offset, bytes.length);
        if (marker) {
            destination[offset + 1] |= (byte) 0x80;
        }
        destination[offset + 2] = (byte) (sequenceNumber >> 8);
        destination[offset + 3] = (byte) sequenceNumber;
        destination[offset + 4] = (byte) (timestamp >> 24);
        destination[offset + 5] = (byte) (timestamp >> 16);
        destination[offset + 6] = (byte) (timestamp >> 8);
        destination[offset + 7] = (byte) timestamp;
        return bytes.length;
    }

    /** The same at a buffer's position, which advances by {@link #length()}. */
    public void write(ByteBuffer destination, boolean marker, int sequenceNumber, long timestamp) {
        int start = destination.position();
        destination.put(bytes);
        if (marker) {
            destination.put(start + 1, (byte) (bytes[1] | 0x80));
        }
        destination.put(start + 2, (byte) (sequenceNumber >> 8));
        destination.put(start + 3, (byte) sequenceNumber);
        destination.put(start + 4, (byte) (timestamp >> 24));
        destination.put(start + 5, (byte) (timestamp >> 16));
        destination.put(start + 6, (byte) (timestamp >> 8));
        destination.put(start + 7, (byte) timestamp);
    }
}
