// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.payload;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.camquay.rtp.h264.H264;
import org.camquay.rtp.h264.NalUnits;

/**
 * H.264 in packetization-mode 1 (RFC 6184 §6.3): an Annex B access unit becomes single NAL unit packets,
 * STAP-A where neighbors fit together (so parameter sets travel with what follows), and FU-A for what does
 * not fit a packet.
 *
 * <p>The fragments of a unit are of equal size, only the last may be smaller: such a run can be handed to
 * the kernel at once (UDP segmentation offload). Delimiters, filler and end marks are left out.
 */
public final class H264Packetizer implements RtpPacketizer {

    private static final int MIN_PAYLOAD = 32;
    private static final int MAX_PAYLOAD = 65_000;

    private final int maxPayload;
    private final boolean combines;

    public H264Packetizer() {
        this(DEFAULT_MAX_PAYLOAD);
    }

    /**
     * @param maxPayload bytes that no payload exceeds, 32 to 65000
     * @throws IllegalArgumentException when it is out of range
     */
    public H264Packetizer(int maxPayload) {
        this(maxPayload, true);
    }

    private H264Packetizer(int maxPayload, boolean combines) {
        if (maxPayload < MIN_PAYLOAD || maxPayload > MAX_PAYLOAD) {
            throw new IllegalArgumentException("payload size " + maxPayload + " is not within 32 to 65000");
        }
        this.maxPayload = maxPayload;
        this.combines = combines;
    }

    /**
     * For packetization-mode 0 (RFC 6184 §6.2): every NAL unit is a packet of its own. An access unit with one that does not
     * fit is left out whole.
     */
    public static H264Packetizer ofSingleUnits() {
        return new H264Packetizer(DEFAULT_MAX_PAYLOAD, false);
    }

    @Override
    public List<RtpPayload> packetize(ByteBuffer accessUnit) {
        return combines ? combined(accessUnit) : single(accessUnit);
    }

    private List<RtpPayload> single(ByteBuffer accessUnit) {
        var frame = accessUnit.asReadOnlyBuffer();
        var payloads = new ArrayList<RtpPayload>();
        var units = NalUnits.of(accessUnit);
        while (units.next()) {
            if (isSent(units.type())) {
                if (units.length() > maxPayload) {
                    return List.of();
                }
                payloads.add(new SlicePayload(frame, units.offset(), units.length(), SlicePayload.NO_PREFIX, false, 0));
            }
        }
        int last = payloads.size() - 1;
        if (last >= 0 && payloads.get(last) instanceof SlicePayload slice) {
            payloads.set(last, new SlicePayload(frame, slice.offset(), slice.size(), SlicePayload.NO_PREFIX, true, 0));
        }
        return payloads;
    }

    private List<RtpPayload> combined(ByteBuffer accessUnit) {
        var packets = new Packets(accessUnit.asReadOnlyBuffer(), maxPayload);
        var units = NalUnits.of(accessUnit);
        while (units.next()) {
            if (isSent(units.type())) {
                packets.add(units.offset(), units.length());
            }
        }
        return packets.finish();
    }

    private static boolean isSent(int type) {
        return switch (type) {
            case 0, H264.AUD, H264.END_OF_SEQUENCE, H264.END_OF_STREAM, H264.FILLER -> false;
            default -> type <= H264.LAST_SINGLE;
        };
    }

    /** The payloads of one access unit as they grow, and the small units that wait for company. */
    private static final class Packets {

        private static final int FU_START = 0x80;
        private static final int FU_END = 0x40;

        private final ByteBuffer frame;
        private final int maxPayload;
        private final List<RtpPayload> payloads;
        private int[] waiting = new int[8];
        private int waitingCount;
        private int waitingLength = AggregatePayload.HEADER_LENGTH;

        Packets(ByteBuffer frame, int maxPayload) {
            this.frame = frame;
            this.maxPayload = maxPayload;
            payloads = new ArrayList<>(2 + frame.remaining() / maxPayload);
        }

        void add(int offset, int length) {
            int aggregated = AggregatePayload.SIZE_LENGTH + length;
            if (waitingLength + aggregated > maxPayload) {
                flush(false);
            }
            if (length > maxPayload) {
                fragment(offset, length);
                return;
            }
            if (waitingCount == waiting.length) {
                waiting = Arrays.copyOf(waiting, 2 * waitingCount);
            }
            waiting[waitingCount++] = offset;
            waiting[waitingCount++] = length;
            waitingLength += aggregated;
        }

        List<RtpPayload> finish() {
            flush(true);
            int last = payloads.size() - 1;
            if (last >= 0 && payloads.get(last) instanceof SlicePayload slice && !slice.marker()) {
                payloads.set(last, new SlicePayload(frame, slice.offset(), slice.size(), slice.prefix(), true, 0));
            }
            return payloads;
        }

        private void flush(boolean marker) {
            if (waitingCount == 2) {
                payloads.add(new SlicePayload(frame, waiting[0], waiting[1], SlicePayload.NO_PREFIX, marker, 0));
            } else if (waitingCount > 2) {
                var units = Arrays.copyOf(waiting, waitingCount);
                payloads.add(new AggregatePayload(frame, aggregateHeader(), units, waitingLength, marker));
            }
            waitingCount = 0;
            waitingLength = AggregatePayload.HEADER_LENGTH;
        }

        /** F is set if one unit has it, NRI is the highest of the units (RFC 6184 §5.7). */
        private int aggregateHeader() {
            int forbidden = 0;
            int importance = 0;
            for (int i = 0; i < waitingCount; i += 2) {
                int header = frame.get(waiting[i]);
                forbidden |= header & 0x80;
                importance = Math.max(importance, header & 0x60);
            }
            return forbidden | importance | H264.STAP_A;
        }

        /** RFC 6184 §5.8: the unit's header byte is not repeated, its bits go to FU indicator and FU header. */
        private void fragment(int offset, int length) {
            int header = frame.get(offset);
            int indicator = (header & 0xe0 | H264.FU_A) << 8;
            int type = header & 0x1f;
            int at = offset + 1;
            int end = offset + length;
            int room = maxPayload - SlicePayload.PREFIX_LENGTH;
            int count = ceilDivide(end - at, room);
            int size = ceilDivide(end - at, count);
            int flags = FU_START;
            while (at < end) {
                int part = Math.min(size, end - at);
                if (at + part == end) {
                    flags |= FU_END;
                }
                payloads.add(new SlicePayload(frame, at, part, indicator | flags | type, false, 0));
                at += part;
                flags = 0;
            }
        }

        private static int ceilDivide(int dividend, int divisor) {
            return (dividend + divisor - 1) / divisor;
        }
    }
}
