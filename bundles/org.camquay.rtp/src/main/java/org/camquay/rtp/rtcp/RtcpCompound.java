// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.rtcp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The RTCP packets of one datagram (RFC 3550 §6.1). Reduced-size datagrams, which begin with any packet, are taken
 * as well (RFC 5506).
 *
 * @param packets in the order of the datagram
 * @param badBytes bytes at the end that could not be read; 0 for a good datagram
 */
public record RtcpCompound(List<RtcpPacket> packets, int badBytes) {

    public RtcpCompound {
        packets = List.copyOf(packets);
    }

    /**
     * Reads a decrypted datagram between position and limit, which do not change. It never throws: the first
     * bad packet ends the list.
     */
    public static RtcpCompound parse(ByteBuffer datagram) {
        var packets = new ArrayList<RtcpPacket>(4);
        int at = datagram.position();
        while (at < datagram.limit()) {
            int length = packetLength(datagram, at);
            var packet = length < 0 ? Optional.<RtcpPacket>empty() : read(datagram, at, length);
            if (packet.isEmpty()) {
                break;
            }
            packets.add(packet.get());
            at += length;
        }
        return new RtcpCompound(packets, datagram.limit() - at);
    }

    /** Bytes that {@link #write} needs. */
    public static int length(List<? extends RtcpPacket> packets) {
        int sum = 0;
        for (var packet : packets) {
            sum += packet.length();
        }
        return sum;
    }

    /**
     * Writes packets one after the other at the buffer's position.
     *
     * @throws java.nio.BufferOverflowException when they do not fit
     */
    public static void write(List<? extends RtcpPacket> packets, ByteBuffer destination) {
        for (var packet : packets) {
            packet.writeTo(destination);
        }
    }

    /** Length of the packet at an index by its header, -1 when that is no RTCP or the packet is cut. */
    private static int packetLength(ByteBuffer datagram, int at) {
        int left = datagram.limit() - at;
        if (left < RtcpWire.HEADER_LENGTH || (datagram.get(at) & 0xff) >> 6 != RtcpWire.VERSION) {
            return -1;
        }
        int words = (datagram.get(at + 2) & 0xff) << 8 | datagram.get(at + 3) & 0xff;
        int length = 4 * (words + 1);
        return length > left ? -1 : length;
    }

    private static Optional<RtcpPacket> read(ByteBuffer datagram, int at, int length) {
        int first = datagram.get(at) & 0xff;
        int type = datagram.get(at + 1) & 0xff;
        int size = length - RtcpWire.HEADER_LENGTH;
        if ((first & 0x20) != 0) {
            int padding = datagram.get(at + length - 1) & 0xff;
            boolean anySize = type == RtcpWire.TRANSPORT_FEEDBACK && (first & 0x1f) == RtcpWire.FORMAT_CONGESTION;
            if (padding == 0 || padding % 4 != 0 && !anySize || padding > size) {
                return Optional.empty();
            }
            size -= padding;
        }
        var body = datagram.slice(at + RtcpWire.HEADER_LENGTH, size).asReadOnlyBuffer();
        return readBody(type, first & 0x1f, body);
    }

    private static Optional<RtcpPacket> readBody(int type, int count, ByteBuffer body) {
        return switch (type) {
            case RtcpWire.SENDER_REPORT -> SenderReport.read(count, body);
            case RtcpWire.RECEIVER_REPORT -> ReceiverReport.read(count, body);
            case RtcpWire.SOURCE_DESCRIPTION -> SourceDescription.read(count, body);
            case RtcpWire.GOODBYE -> Goodbye.read(count, body);
            case RtcpWire.TRANSPORT_FEEDBACK ->
                switch (count) {
                    case RtcpWire.FORMAT_NACK -> GenericNack.read(body);
                    case RtcpWire.FORMAT_CONGESTION -> TransportFeedback.read(body);
                    case RtcpWire.FORMAT_CONGESTION_CONTROL -> CongestionControlFeedback.read(body);
                    default -> Optional.of(new UnknownRtcp(type, count, body));
                };
            case RtcpWire.PAYLOAD_FEEDBACK ->
                switch (count) {
                    case RtcpWire.FORMAT_PLI -> PictureLossIndication.read(body);
                    case RtcpWire.FORMAT_FIR -> FullIntraRequest.read(body);
                    case RtcpWire.FORMAT_APPLICATION_LAYER ->
                        ReceiverEstimatedMaxBitrate.is(body)
                                ? ReceiverEstimatedMaxBitrate.read(body)
                                : Optional.of(new UnknownRtcp(type, count, body));
                    default -> Optional.of(new UnknownRtcp(type, count, body));
                };
            default -> Optional.of(new UnknownRtcp(type, count, body));
        };
    }
}
