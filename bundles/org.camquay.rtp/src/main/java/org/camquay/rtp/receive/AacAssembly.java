// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.receive;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.camquay.rtp.RtpPacket;
import org.camquay.rtp.bits.BitReader;

/**
 * AAC as {@code mpeg4-generic} (RFC 3640): one or several frames in a packet, or a frame in several packets. Each frame follows
 * the one before by its own length; a packet has only the time of its first. Thread: one at a time.
 */
public final class AacAssembly implements FrameAssembly {
    private static final int MOST_FRAMES = 256;
    private static final int LARGEST_FRAME = 64 << 10;
    private static final int ADTS_HEADER = 7;
    private static final int ADTS_CHECKSUM = 2;

    private final AacHeaders headers;
    private final double frameTicks;
    private final FrameOutput output;
    private final GrowingBytes pieces = new GrowingBytes(LARGEST_FRAME);
    private final int[] sizes = new int[MOST_FRAMES];
    private final int[] places = new int[MOST_FRAMES];
    private int wholeSize;
    private long piecesTime;
    private long damagedFrames;

    /**
     * @param parameter the stream's format parameters by name, the case of which does not matter
     * @param frameTicks length of a frame in ticks of the RTP clock
     */
    public AacAssembly(Function<String, Optional<String>> parameter, double frameTicks, FrameOutput output) {
        headers = AacHeaders.of(parameter);
        this.frameTicks = frameTicks;
        this.output = output;
    }

    @Override
    public void push(RtpPacket packet, boolean gap) {
        var payload = packet.payload();
        long time = packet.header().timestamp();
        if (pieces.length() > 0 && (gap || time != piecesTime)) {
            damagedFrames++;
            pieces.clear();
        }
        if (!payload.hasRemaining()) {
            return;
        }
        int at = payload.position();
        int count;
        if (headers.present()) {
            int bits = payload.remaining() < 2 ? 0 : (payload.get(at) & 0xff) << 8 | payload.get(at + 1) & 0xff;
            int bytes = bits + 7 >> 3;
            at += 2;
            if (bits == 0 || bytes > payload.limit() - at) {
                damagedFrames++;
                return;
            }
            count = readHeaders(payload.slice(at, bytes), bits);
            at += bytes;
        } else {
            count = 1;
            sizes[0] = -1;
            places[0] = 0;
        }
        at = skipAuxiliary(payload, at);
        if (headers.size() == 0) {
            count = constantSizes(payload.limit() - at, count);
        }
        give(payload, at, count, time);
    }

    @Override
    public long damagedFrames() {
        return damagedFrames;
    }

    /** Reads the headers, and returns how many there were. */
    private int readHeaders(ByteBuffer section, int bits) {
        var in = BitReader.ofBytes(section);
        int count = 0;
        int place = 0;
        int read = 0;
        while (read < bits && count < MOST_FRAMES) {
            sizes[count] = (int) in.bits(headers.size());
            int indexBits = count == 0 ? headers.index() : headers.indexDelta();
            int index = (int) in.bits(indexBits) & 0xff;
            place = count == 0 ? 0 : place + 1 + index;
            places[count] = place;
            read += headers.size() + indexBits;
            read += delta(in, count > 0 ? headers.compositionDelta() : 0, headers.compositionDelta() > 0);
            read += delta(in, headers.decodingDelta(), headers.decodingDelta() > 0);
            int rest = (headers.randomAccess() ? 1 : 0) + headers.state();
            in.skip(rest);
            read += rest;
            if (!in.valid() || read == 0) {
                break;
            }
            count++;
        }
        return count;
    }

    private static int delta(BitReader in, int length, boolean flagged) {
        if (!flagged) {
            return 0;
        }
        boolean there = in.flag();
        in.skip(there ? length : 0);
        return 1 + (there ? length : 0);
    }

    private int skipAuxiliary(ByteBuffer payload, int at) {
        if (headers.auxiliary() == 0) {
            return at;
        }
        var in = BitReader.ofBytes(payload.slice(Math.min(at, payload.limit()), Math.max(0, payload.limit() - at)));
        long bits = headers.auxiliary() + in.bits(headers.auxiliary());
        return (int) Math.min(payload.limit(), at + (bits + 7 >> 3));
    }

    private int constantSizes(int remaining, int headersRead) {
        int size = headers.constantSize();
        if (size == 0) {
            sizes[0] = remaining;
            return 1;
        }
        int count = Math.min(MOST_FRAMES, remaining / size);
        for (int i = 0; i < count; i++) {
            sizes[i] = size;
            places[i] = i < headersRead ? places[i] : i;
        }
        return count;
    }

    private void give(ByteBuffer payload, int from, int count, long time) {
        int at = from;
        for (int i = 0; i < count; i++) {
            int left = payload.limit() - at;
            if (sizes[i] > left && count == 1) {
                piece(payload, at, sizes[i], time);
                return;
            }
            if (sizes[i] > left || sizes[i] <= 0) {
                damagedFrames++;
                return;
            }
            byte[] frame = new byte[sizes[i]];
            payload.get(at, frame);
            frame(time + Math.round(places[i] * frameTicks), frame);
            at += sizes[i];
        }
    }

    /** A piece of a frame, with the size of the whole one (RFC 3640 §3.2.3). */
    private void piece(ByteBuffer payload, int at, int size, long time) {
        if (pieces.length() == 0) {
            piecesTime = time;
            wholeSize = size;
        }
        pieces.put(payload, at, payload.limit() - at);
        if (pieces.isOverfull() || size != wholeSize || pieces.length() > wholeSize) {
            damagedFrames++;
            pieces.clear();
        } else if (pieces.length() == wholeSize) {
            frame(time, pieces.copy());
            pieces.clear();
        }
    }

    private void frame(long time, byte[] bytes) {
        int header = adtsHeader(bytes);
        byte[] bare = header == 0 ? bytes : Arrays.copyOfRange(bytes, header, bytes.length);
        if (bare.length > 0) {
            output.frame(time & 0xffffffffL, Math.round(frameTicks), bare);
        }
    }

    /** Some cameras leave the ADTS header before each frame. */
    private static int adtsHeader(byte[] b) {
        boolean possible = b.length > ADTS_HEADER && (b[0] & 0xff) == 0xff && (b[1] & 0xf6) == 0xf0;
        int told = possible ? (b[3] & 3) << 11 | (b[4] & 0xff) << 3 | (b[5] & 0xff) >> 5 : 0;
        return told == b.length && told > 0 ? ADTS_HEADER + ((b[1] & 1) == 0 ? ADTS_CHECKSUM : 0) : 0;
    }
}
