// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ten seconds of picture and sound, cut into RTP payloads once. H.264 as in RFC 6184: single NAL units and FU-A; AAC as in RFC 3640,
 * one frame a packet.
 *
 * @param pictures of 30 a second, each with its payloads
 * @param keys positions of key frames
 * @param sounds of 1024 samples at 48 kHz, a payload each
 * @param indexes positions of pictures by {@link #mark}
 * @param parameters the parameter sets for the SDP, in base64
 */
record CaptureClip(
        List<List<byte[]>> pictures,
        List<Integer> keys,
        List<byte[]> sounds,
        Map<Long, Integer> indexes,
        String parameters) {
    static final int RATE = 30;
    static final int SAMPLES = 1024;
    static final int SAMPLE_RATE = 48_000;

    private static final int PAYLOAD = 1400;
    private static final int TYPE = 0x1f;
    private static final int IDR = 5;
    private static final int SPS = 7;
    private static final int PPS = 8;
    private static final int FU_A = 28;
    private static final int ADTS = 7;

    /** The clip, made at the first run. */
    static CaptureClip in(Path work) throws IOException {
        var video = work.resolve("capture-720p30-2M.h264");
        var sound = work.resolve("capture-tone.aac");
        if (!Files.exists(sound)) {
            var ffmpeg = Programs.find("ffmpeg")
                    .orElseThrow(() -> new IOException("ffmpeg is missing"))
                    .toString();
            make(
                    ffmpeg,
                    video,
                    "testsrc2=size=1280x720:rate=30,noise=alls=8:allf=t",
                    "-pix_fmt yuv420p -c:v libx264"
                            + " -profile:v baseline -preset veryfast -tune zerolatency -b:v 2M -maxrate 2M -bufsize 1M -g 30"
                            + " -keyint_min 30 -sc_threshold 0 -threads 1 -f h264");
            make(ffmpeg, sound, "sine=frequency=1000:sample_rate=48000", "-c:a aac -b:a 64k -f adts");
        }
        return of(Files.readAllBytes(video), Files.readAllBytes(sound));
    }

    private static void make(String ffmpeg, Path file, String source, String options) throws IOException {
        var part = file.resolveSibling("part-" + file.getFileName());
        var command =
                new ArrayList<>(List.of(ffmpeg, "-y", "-loglevel", "error", "-f", "lavfi", "-i", source, "-t", "10"));
        command.addAll(List.of(options.split(" ")));
        command.add(part.toString());
        Programs.run(180, command);
        Files.move(part, file);
    }

    private static CaptureClip of(byte[] video, byte[] sound) {
        var pictures = new ArrayList<List<byte[]>>();
        var keys = new ArrayList<Integer>();
        var indexes = new HashMap<Long, Integer>();
        var sets = new HashMap<Integer, String>();
        var payloads = new ArrayList<byte[]>();
        for (var unit : units(video)) {
            int type = unit[0] & TYPE;
            if (type == SPS || type == PPS) {
                sets.put(type, Base64.getEncoder().encodeToString(unit));
            }
            cut(unit, payloads);
            if (type <= IDR) {
                if (type == IDR) {
                    keys.add(pictures.size());
                }
                indexes.put(mark(ByteBuffer.wrap(unit)), pictures.size());
                pictures.add(List.copyOf(payloads));
                payloads.clear();
            }
        }
        return new CaptureClip(pictures, keys, sounds(sound), indexes, sets.get(SPS) + "," + sets.get(PPS));
    }

    /** What tells a picture from the others, whatever a driver puts before it: its last octets. */
    static long mark(ByteBuffer data) {
        return data.getLong(data.limit() - Long.BYTES);
    }

    private static List<byte[]> units(byte[] stream) {
        var units = new ArrayList<byte[]>();
        int begin = -1;
        for (int i = 0; i + 2 < stream.length; i++) {
            if (stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 1) {
                if (begin >= 0) {
                    units.add(Arrays.copyOfRange(stream, begin, stream[i - 1] == 0 ? i - 1 : i));
                }
                begin = i + 3;
            }
        }
        units.add(Arrays.copyOfRange(stream, begin, stream.length));
        return units;
    }

    /** RFC 6184 sections 5.6 and 5.8. */
    private static void cut(byte[] unit, List<byte[]> to) {
        if (unit.length <= PAYLOAD) {
            to.add(unit);
            return;
        }
        for (int from = 1; from < unit.length; from += PAYLOAD - 2) {
            int until = Math.min(unit.length, from + PAYLOAD - 2);
            int flags = (from == 1 ? 0x80 : 0) | (until == unit.length ? 0x40 : 0);
            to.add(ByteBuffer.allocate(2 + until - from)
                    .put((byte) (unit[0] & ~TYPE | FU_A))
                    .put((byte) (flags | unit[0] & TYPE))
                    .put(unit, from, until - from)
                    .array());
        }
    }

    /** RFC 3640 section 3.3.6: a header section of 16 bits, a size of 13 bits and an index of 3, then the frame. */
    private static List<byte[]> sounds(byte[] adts) {
        var sounds = new ArrayList<byte[]>();
        var in = ByteBuffer.wrap(adts);
        for (int at = 0; at + ADTS <= adts.length; ) {
            int length = (in.getInt(at + 3) >> 13) & 0x1fff;
            int size = length - ADTS;
            sounds.add(ByteBuffer.allocate(4 + size)
                    .putShort((short) 16)
                    .putShort((short) (size << 3))
                    .put(adts, at + ADTS, size)
                    .array());
            at += length;
        }
        return sounds;
    }
}
