// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.rtcp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which packets of some streams arrived, and when (RFC 8888 §3.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * |                   SSRC of 1st RTP Stream                      |
 * |          begin_seq            |          num_reports          |
 * |R|ECN|  Arrival time offset    | ...                           .
 * |                   SSRC of nth RTP Stream                      |
 * |                 Report Timestamp (32 bits)                    |
 * </pre>
 *
 * @param senderSsrc who reports
 * @param streams one for each stream reported on
 * @param timestamp when, in units of 1/65536 s on the receiver's clock, 32 bits without sign
 */
public record CongestionControlFeedback(long senderSsrc, List<Stream> streams, long timestamp) implements RtcpPacket {
    /** Units of {@link #timestamp} in a second. */
    public static final int TIMESTAMP_RATE = 65_536;

    /** Units of {@link Stream#offset} in a second. */
    public static final int OFFSET_RATE = 1_024;

    private static final int FIXED_LENGTH = 12;
    private static final int STREAM_LENGTH = 8;
    /** More must not be sent of one stream. */
    private static final int MOST_REPORTS = 16_384;

    private static final int RECEIVED = 0x8000;
    private static final int OFFSET = 0x1fff;
    /** Arrived longer ago than can be said. */
    private static final int LONG_AGO = 0x1ffe;

    /**
     * What became of successive packets of one stream.
     *
     * @param ssrc of the stream
     * @param beginSequence RTP sequence number of the first, 0 to 65535
     * @param reports 16 bits for each, as on the wire; owned by this record, do not change
     */
    public record Stream(long ssrc, int beginSequence, short[] reports) {

        /** @throws IllegalArgumentException when a value does not fit its field */
        public Stream {
            if (reports.length > MOST_REPORTS || beginSequence < 0 || beginSequence > 0xffff) {
                throw new IllegalArgumentException(
                        "feedback does not hold " + reports.length + " packets from " + beginSequence);
            }
        }

        /** Whether the packet that is so many after the first has arrived. */
        public boolean received(int i) {
            return (reports[i] & RECEIVED) != 0;
        }

        /** How long before the report it arrived, in 1/1024 s; -1 when that is not said. */
        public int offset(int i) {
            int offset = reports[i] & OFFSET;
            return received(i) && offset < LONG_AGO ? offset : -1;
        }

        /** A report of an arrival, of a packet that was not marked (ECN). */
        public static short arrived(int offset) {
            return (short) (RECEIVED | Math.max(0, Math.min(LONG_AGO, offset)));
        }

        private int length() {
            return STREAM_LENGTH + RtcpWire.padded(Short.BYTES * reports.length);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Stream that
                    && ssrc == that.ssrc
                    && beginSequence == that.beginSequence
                    && Arrays.equals(reports, that.reports);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * Long.hashCode(ssrc) + beginSequence) + Arrays.hashCode(reports);
        }

        @Override
        public String toString() {
            return "Stream[" + ssrc + ", from " + beginSequence + ", " + Arrays.toString(reports) + "]";
        }
    }

    public CongestionControlFeedback {
        streams = List.copyOf(streams);
    }

    static Optional<RtcpPacket> read(ByteBuffer body) {
        if (body.remaining() < FIXED_LENGTH - RtcpWire.HEADER_LENGTH) {
            return Optional.empty();
        }
        long sender = RtcpWire.unsignedInt(body);
        var streams = new ArrayList<Stream>(2);
        while (body.remaining() >= STREAM_LENGTH + Integer.BYTES) {
            long ssrc = RtcpWire.unsignedInt(body);
            int begin = body.getShort() & 0xffff;
            int count = body.getShort() & 0xffff;
            if (count > MOST_REPORTS || body.remaining() < RtcpWire.padded(Short.BYTES * count) + Integer.BYTES) {
                return Optional.empty();
            }
            var reports = new short[count];
            body.asShortBuffer().get(reports);
            body.position(body.position() + RtcpWire.padded(Short.BYTES * count));
            streams.add(new Stream(ssrc, begin, reports));
        }
        return body.remaining() == Integer.BYTES
                ? Optional.of(new CongestionControlFeedback(sender, streams, RtcpWire.unsignedInt(body)))
                : Optional.empty();
    }

    @Override
    public int length() {
        return FIXED_LENGTH + streams.stream().mapToInt(Stream::length).sum();
    }

    @Override
    public void writeTo(ByteBuffer destination) {
        RtcpWire.writeHeader(destination, RtcpWire.FORMAT_CONGESTION_CONTROL, RtcpWire.TRANSPORT_FEEDBACK, length());
        destination.putInt((int) senderSsrc);
        for (var stream : streams) {
            destination.putInt((int) stream.ssrc);
            destination.putShort((short) stream.beginSequence).putShort((short) stream.reports.length);
            for (short report : stream.reports) {
                destination.putShort(report);
            }
            if (stream.reports.length % 2 == 1) {
                destination.putShort((short) 0);
            }
        }
        destination.putInt((int) timestamp);
    }
}
