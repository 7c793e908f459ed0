// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.payload;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.camquay.rtp.RtpPacket;
import org.camquay.rtp.SequenceNumbers;
import org.camquay.rtp.h264.H264;

/**
 * Access units in Annex B out of single NAL unit packets, STAP-A and FU-A (RFC 6184 §5.6 to §5.8). An access
 * unit of which a packet is missing or bad is left out as a whole and counted.
 */
public final class H264Depacketizer implements RtpDepacketizer {

    private static final int NO_SEQUENCE_NUMBER = -1;
    private static final int FU_START = 0x80;
    private static final int FU_END = 0x40;

    private final AccessUnitBuffer unit;
    private int newest = NO_SEQUENCE_NUMBER;
    private long timestamp;
    private boolean open;
    private boolean damaged;
    private boolean inFragment;
    private long damagedFrames;

    /** Takes access units of up to 8 MiB. */
    public H264Depacketizer() {
        this(8 << 20);
    }

    /** @param maxAccessUnit bytes; a larger access unit counts as damaged */
    public H264Depacketizer(int maxAccessUnit) {
        unit = new AccessUnitBuffer(maxAccessUnit);
    }

    @Override
    public List<DepacketizedFrame> push(RtpPacket packet) {
        var header = packet.header();
        boolean first = newest == NO_SEQUENCE_NUMBER;
        int step = first ? 1 : SequenceNumbers.distance(newest, header.sequenceNumber());
        if (step <= 0) {
            return List.of();
        }
        newest = header.sequenceNumber();
        boolean gap = first || step > 1;
        var frames = new ArrayList<DepacketizedFrame>(1);
        if (open && header.timestamp() != timestamp) {
            damaged |= gap;
            close(frames);
        }
        var payload = packet.payload();
        if (!open) {
            if (!payload.hasRemaining()) {
                return frames; // padding for bandwidth probes
            }
            open = true;
            timestamp = header.timestamp();
            damaged = gap && !beginsAccessUnit(payload);
        } else {
            damaged |= gap;
        }
        if (payload.hasRemaining() && !damaged) {
            damaged = !append(payload);
        }
        if (header.marker()) {
            close(frames);
        }
        return frames;
    }

    @Override
    public long damagedFrames() {
        return damagedFrames;
    }

    private void close(List<DepacketizedFrame> frames) {
        if (damaged || inFragment || unit.isOverfull()) {
            damagedFrames++;
        } else if (!unit.isEmpty()) {
            frames.add(new DepacketizedFrame(timestamp, unit.copy()));
        }
        unit.clear();
        open = false;
        damaged = false;
        inFragment = false;
    }

    /** After a gap: is this the first packet of a picture, so that what is missing belonged to older ones? */
    private static boolean beginsAccessUnit(ByteBuffer payload) {
        int at = payload.position();
        int type = payload.get(at) & 0x1f;
        int second = payload.remaining() > 1 ? payload.get(at + 1) & 0xff : 0;
        if (type == H264.STAP_A) {
            return true;
        }
        int sliceAt = at + 1;
        if (type == H264.FU_A) {
            if ((second & FU_START) == 0) {
                return false;
            }
            type = second & 0x1f;
            sliceAt = at + 2;
        }
        if (type >= H264.SEI && type <= H264.AUD) {
            return true;
        }
        // first_mb_in_slice is 0, coded as a single 1 bit
        return sliceAt < payload.limit() && payload.get(sliceAt) < 0;
    }

    private boolean append(ByteBuffer payload) {
        int at = payload.position();
        int type = payload.get(at) & 0x1f;
        if (inFragment && type != H264.FU_A) {
            return false;
        }
        if (type >= 1 && type <= H264.LAST_SINGLE) {
            unit.startCode();
            unit.put(payload, at, payload.remaining());
            return true;
        }
        return switch (type) {
            case H264.STAP_A -> appendAggregate(payload);
            case H264.FU_A -> appendFragment(payload);
            default -> false;
        };
    }

    private boolean appendAggregate(ByteBuffer payload) {
        int at = payload.position() + AggregatePayload.HEADER_LENGTH;
        int limit = payload.limit();
        while (limit - at > AggregatePayload.SIZE_LENGTH) {
            int size = (payload.get(at) & 0xff) << 8 | payload.get(at + 1) & 0xff;
            at += AggregatePayload.SIZE_LENGTH;
            if (size == 0 || size > limit - at) {
                return false;
            }
            unit.startCode();
            unit.put(payload, at, size);
            at += size;
        }
        return at == limit;
    }

    private boolean appendFragment(ByteBuffer payload) {
        int at = payload.position();
        if (payload.remaining() <= SlicePayload.PREFIX_LENGTH) {
            return false;
        }
        int indicator = payload.get(at) & 0xff;
        int header = payload.get(at + 1) & 0xff;
        boolean start = (header & FU_START) != 0;
        if (start == inFragment) {
            return false;
        }
        if (start) {
            unit.startCode();
            unit.put(indicator & 0xe0 | header & 0x1f);
        }
        unit.put(payload, at + SlicePayload.PREFIX_LENGTH, payload.remaining() - SlicePayload.PREFIX_LENGTH);
        inFragment = (header & FU_END) == 0;
        return true;
    }
}
