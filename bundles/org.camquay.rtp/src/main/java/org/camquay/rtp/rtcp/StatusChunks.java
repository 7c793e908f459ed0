// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.rtcp;

import java.nio.ByteBuffer;

/**
 * Packet status chunks and receive deltas of {@link TransportFeedback}
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1.1 to §3.1.5).
 */
final class StatusChunks {
    private static final int NOT_RECEIVED = 0;
    private static final int SMALL = 1;
    private static final int LARGE = 2;
    private static final int RESERVED = 3;
    private static final int MAX_RUN = 0x1fff;
    private static final int TWO_BIT_SYMBOLS = 7;
    private static final int ONE_BIT_SYMBOLS = 14;

    private StatusChunks() {}

    /** Reads all of {@code deltas}; false when there is less, or a reserved symbol. */
    static boolean read(ByteBuffer body, int[] deltas) {
        int at = 0;
        while (at < deltas.length) {
            if (body.remaining() < Short.BYTES) {
                return false;
            }
            at = readChunk(body.getShort() & 0xffff, deltas, at);
            if (at < 0) {
                return false;
            }
        }
        for (int i = 0; i < deltas.length; i++) {
            int symbol = deltas[i];
            if (body.remaining() < symbol) {
                return false;
            }
            deltas[i] = switch (symbol) {
                case SMALL -> body.get() & 0xff;
                case LARGE -> body.getShort();
                default -> TransportFeedback.LOST;
            };
        }
        return true;
    }

    /** Notes the symbols of a chunk; returns where the next begins, or -1. */
    private static int readChunk(int chunk, int[] symbols, int from) {
        if (chunk >> 15 == 0) {
            int symbol = chunk >> 13;
            int end = Math.min(symbols.length, from + (chunk & MAX_RUN));
            if (symbol == RESERVED || end == from) {
                return -1;
            }
            java.util.Arrays.fill(symbols, from, end, symbol);
            return end;
        }
        boolean two = (chunk >> 14 & 1) == 1;
        int size = two ? TWO_BIT_SYMBOLS : ONE_BIT_SYMBOLS;
        int end = Math.min(symbols.length, from + size);
        for (int i = from; i < end; i++) {
            int place = size - 1 - (i - from);
            symbols[i] = two ? chunk >> 2 * place & 3 : chunk >> place & 1;
            if (symbols[i] == RESERVED) {
                return -1;
            }
        }
        return end;
    }

    static int deltaLength(int delta) {
        return symbol(delta);
    }

    /** The symbol of a delta, which is also the number of bytes it takes. */
    private static int symbol(int delta) {
        if (delta == TransportFeedback.LOST) {
            return NOT_RECEIVED;
        }
        return delta >= 0 && delta <= 0xff ? SMALL : LARGE;
    }

    /** Chunks that {@link #write} needs. */
    static int count(int[] deltas) {
        int count = 0;
        for (int at = 0; at < deltas.length; at += covered(deltas, at)) {
            count++;
        }
        return count;
    }

    /** How many packets the chunk covers that begins here: a run where it is longer than a vector would be. */
    private static int covered(int[] deltas, int at) {
        int run = run(deltas, at);
        return run > TWO_BIT_SYMBOLS || at + run == deltas.length ? run : Math.min(TWO_BIT_SYMBOLS, deltas.length - at);
    }

    private static int run(int[] deltas, int at) {
        int symbol = symbol(deltas[at]);
        int end = at;
        while (end < deltas.length && end - at < MAX_RUN && symbol(deltas[end]) == symbol) {
            end++;
        }
        return end - at;
    }

    static void write(int[] deltas, ByteBuffer destination) {
        for (int at = 0; at < deltas.length; ) {
            int covered = covered(deltas, at);
            int run = run(deltas, at);
            if (run >= covered) {
                destination.putShort((short) (symbol(deltas[at]) << 13 | covered));
            } else {
                int chunk = 0xc000;
                for (int i = 0; i < covered; i++) {
                    chunk |= symbol(deltas[at + i]) << 2 * (TWO_BIT_SYMBOLS - 1 - i);
                }
                destination.putShort((short) chunk);
            }
            at += covered;
        }
        for (int delta : deltas) {
            switch (symbol(delta)) {
                case SMALL -> destination.put((byte) delta);
                case LARGE -> destination.putShort((short) delta);
                default -> {}
            }
        }
    }
}
