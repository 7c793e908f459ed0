// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Writes MPEG-TS (ISO/IEC 13818-1) as oddly as a test wants it: PES packets of any bytes, with or without a time. */
final class TransportStream {
    static final int VIDEO = 0x101;
    static final int AUDIO = 0x102;
    static final int H264 = 0x1b;
    static final int H265 = 0x24;
    static final int AAC = 0x0f;
    /** No time in the header. */
    static final long UNTOLD = -1;

    private static final int TABLES = 0x100;
    private static final int PACKET = 188;
    private static final int PAYLOAD = 184;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final int[] continuity = new int[0x2000];

    /** Begins with the tables for a video and an audio stream of these types; 0 for none. */
    TransportStream(int videoType, int audioType) {
        section(0, bytes(0, 0xb0, 13, 0, 1, 0xc1, 0, 0, 0, 1, 0xe1, 0));
        var streams = new ByteArrayOutputStream();
        if (videoType != 0) {
            streams.writeBytes(bytes(videoType, 0xe1, 1, 0xf0, 0));
        }
        if (audioType != 0) {
            streams.writeBytes(bytes(audioType, 0xe1, 2, 0xf0, 0));
        }
        byte[] head = bytes(2, 0xb0, 13 + streams.size(), 0, 1, 0xc1, 0, 0, 0xe1, 1, 0xf0, 0);
        section(TABLES, concat(head, streams.toByteArray()));
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    static byte[] concat(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private void section(int pid, byte[] section) {
        int crc = crc(section);
        packets(pid, concat(bytes(0), section, bytes(crc >>> 24, crc >>> 16, crc >>> 8, crc)));
    }

    /** CRC of annex A. */
    private static int crc(byte[] bytes) {
        int crc = -1;
        for (byte b : bytes) {
            crc ^= b << 24;
            for (int i = 0; i < 8; i++) {
                crc = crc << 1 ^ (crc < 0 ? 0x04c11db7 : 0);
            }
        }
        return crc;
    }

    /**
     * Adds a PES packet.
     *
     * @param pts in 90 kHz, or {@link #UNTOLD}
     */
    TransportStream pes(int pid, long pts, byte[]... parts) {
        byte[] data = concat(parts);
        byte[] time = pts == UNTOLD
                ? bytes()
                : bytes(
                        0x21 | (int) (pts >> 29) & 0xe,
                        (int) (pts >> 22),
                        (int) (pts >> 14) | 1,
                        (int) (pts >> 7),
                        (int) (pts << 1) | 1);
        int length = pid == VIDEO ? 0 : 3 + time.length + data.length;
        byte[] head = bytes(
                0,
                0,
                1,
                pid == VIDEO ? 0xe0 : 0xc0,
                length >> 8,
                length,
                0x80,
                time.length > 0 ? 0x80 : 0,
                time.length);
        packets(pid, concat(head, time, data));
        return this;
    }

    private void packets(int pid, byte[] payload) {
        for (int at = 0; at < payload.length; at += PAYLOAD) {
            byte[] part = Arrays.copyOfRange(payload, at, Math.min(payload.length, at + PAYLOAD));
            int stuffing = PAYLOAD - part.length;
            int first = at == 0 ? 0x40 : 0;
            out.writeBytes(bytes(0x47, first | pid >> 8, pid, (stuffing > 0 ? 0x30 : 0x10) | continuity[pid]++ & 0xf));
            if (stuffing > 0) {
                byte[] field = new byte[stuffing];
                Arrays.fill(field, (byte) 0xff);
                field[0] = (byte) (stuffing - 1);
                if (stuffing > 1) {
                    field[1] = 0;
                }
                out.writeBytes(field);
            }
            out.writeBytes(part);
        }
    }

    byte[] written() {
        if (out.size() % PACKET != 0) {
            throw new AssertionError("not whole packets");
        }
        return out.toByteArray();
    }

    /** An ADTS frame of AAC LC in mono, of nothing that can be heard. */
    static byte[] adts(int rateIndex, int payload) {
        int length = 7 + payload;
        byte[] frame = new byte[length];
        Arrays.fill(frame, (byte) 0x11);
        byte[] head = bytes(
                0xff, 0xf1, 0x40 | rateIndex << 2, 0x40 | length >> 11, length >> 3, (length & 7) << 5 | 0x1f, 0xfc);
        System.arraycopy(head, 0, frame, 0, head.length);
        return frame;
    }
}
