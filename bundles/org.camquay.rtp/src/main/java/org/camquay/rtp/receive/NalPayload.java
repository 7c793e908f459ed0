// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.receive;

import java.nio.ByteBuffer;
import org.camquay.rtp.nal.NalSyntax;

/**
 * How NAL units lie in payloads: single, aggregated, in fragments (RFC 6184 §5.6 to §5.8, RFC 7798 §4.4). Payloads that begin
 * with start codes, which no RFC knows, are taken as well. Thread: one at a time.
 */
final class NalPayload {
    private static final int FU_START = 0x80;
    private static final int FU_END = 0x40;
    private static final int SIZE_LENGTH = 2;
    private static final String INTERLEAVED = "H.264 packets that are interleaved (packetization mode 2)";

    /** What is in a payload, piece by piece. */
    interface Output {
        /** A whole unit. */
        void unit(ByteBuffer bytes, int at, int size);

        /** The first piece of a unit; {@code header} has one or two bytes, the first of them higher. */
        void fragmentBegins(int header, ByteBuffer bytes, int at, int size);

        /** Another piece. */
        void fragment(ByteBuffer bytes, int at, int size);

        /** The unit of the pieces is whole. */
        void fragmentEnds();

        /** The payload makes no sense. */
        void bad();
    }

    private final boolean h265;
    private final int headerLength;
    private final Output output;
    private String unsupported = "";

    NalPayload(NalSyntax syntax, Output output) {
        h265 = syntax == NalSyntax.H265;
        headerLength = syntax.headerLength();
        this.output = output;
    }

    String unsupported() {
        return unsupported;
    }

    /** Takes a payload apart, which is not empty. */
    void read(ByteBuffer payload) {
        int at = payload.position();
        int size = payload.remaining();
        int code = startCode(payload, at, payload.limit());
        if (code > 0) {
            byteStream(payload, at + code);
            return;
        }
        if (size < headerLength) {
            output.bad();
            return;
        }
        int first = payload.get(at);
        if (h265) {
            read265(payload, first >> 1 & 0x3f, at, size);
        } else {
            read264(payload, first & 0x1f, at, size);
        }
    }

    private void read264(ByteBuffer payload, int type, int at, int size) {
        switch (type) {
            case 24 -> aggregate(payload, at + 1, payload.limit());
            case 28 -> fragment(payload, payload.get(at) & 0xe0, 0x1f, at + 1, size - 1);
            case 25, 26, 27, 29 -> {
                unsupported = INTERLEAVED;
                output.bad();
            }
            case 0, 30, 31 -> output.bad();
            default -> single(payload, type >= 6, at, size);
        }
    }

    private void read265(ByteBuffer payload, int type, int at, int size) {
        switch (type) {
            case 48 -> aggregate(payload, at + 2, payload.limit());
            case 49 -> {
                int header = (payload.get(at) & 0x81) << 8 | payload.get(at + 1) & 0xff;
                fragment(payload, header, 0x3f, at + 2, size - 2);
            }
            case 50 -> {
                unsupported = "H.265 packets with payload content information (PACI)";
                output.bad();
            }
            default -> single(payload, type >= 32, at, size);
        }
    }

    /** Of those which are not slices some cameras send several, with start codes between them. */
    private void single(ByteBuffer payload, boolean small, int at, int size) {
        if (small) {
            byteStream(payload, at);
        } else {
            output.unit(payload, at, size);
        }
    }

    private void byteStream(ByteBuffer payload, int from) {
        int begin = from;
        int limit = payload.limit();
        for (int i = from; i + 2 < limit; i++) {
            if (payload.get(i + 2) == 1 && payload.get(i + 1) == 0 && payload.get(i) == 0) {
                emit(payload, begin, i);
                begin = i + 3;
                i += 2;
            }
        }
        emit(payload, begin, limit);
    }

    private void emit(ByteBuffer payload, int begin, int limit) {
        int end = limit;
        while (end > begin && payload.get(end - 1) == 0) {
            end--;
        }
        if (end - begin >= headerLength) {
            output.unit(payload, begin, end - begin);
        }
    }

    private void aggregate(ByteBuffer payload, int from, int limit) {
        int at = from;
        while (limit - at > SIZE_LENGTH) {
            int size = (payload.get(at) & 0xff) << 8 | payload.get(at + 1) & 0xff;
            at += SIZE_LENGTH;
            if (size == 0) {
                continue; // some cameras fill up with zeros
            }
            if (size > limit - at || size < headerLength) {
                output.bad();
                return;
            }
            output.unit(payload, at, size);
            at += size;
        }
    }

    /** @param header the unit's, without its type, which {@code mask} takes out of the FU header */
    private void fragment(ByteBuffer payload, int header, int mask, int at, int size) {
        if (size < 2) {
            output.bad();
            return;
        }
        int flags = payload.get(at) & 0xff;
        int type = flags & mask;
        if ((flags & FU_START) != 0) {
            int whole = h265 ? header | type << 9 : header | type;
            output.fragmentBegins(whole, payload, at + 1, size - 1);
        } else {
            output.fragment(payload, at + 1, size - 1);
        }
        if ((flags & FU_END) != 0) {
            output.fragmentEnds();
        }
    }

    /** Bytes of a start code, 0 if there is none. */
    private static int startCode(ByteBuffer payload, int at, int limit) {
        if (limit - at < 5 || payload.get(at) != 0 || payload.get(at + 1) != 0) {
            return 0;
        }
        int third = payload.get(at + 2);
        return third == 1 ? 3 : third == 0 && payload.get(at + 3) == 1 ? 4 : 0;
    }
}
