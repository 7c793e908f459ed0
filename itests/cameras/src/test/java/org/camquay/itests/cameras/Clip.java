// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.cameras;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The pictures of a byte stream (ITU-T H.264 and H.265 Annex B), known again by all of their slices. Thread: any. */
final class Clip {
    private static final int H264_TYPE = 0x1f;
    private static final int H265_TYPE = 0x3f;
    private static final Set<Integer> H264_SETS = Set.of(7, 8);
    private static final Set<Integer> H265_SETS = Set.of(32, 33, 34);

    private final boolean h265;
    private final Map<List<ByteBuffer>, Set<Integer>> pictures = new HashMap<>();
    private final Set<ByteBuffer> sets = new HashSet<>();
    private int size;

    Clip(Path file) throws IOException {
        h265 = file.toString().endsWith("265");
        var slices = new ArrayList<ByteBuffer>();
        for (var unit : units(ByteBuffer.wrap(Files.readAllBytes(file)))) {
            if (isSet(unit)) {
                sets.add(unit);
            }
            if (isSlice(unit)) {
                if (!slices.isEmpty() && isFirst(unit)) {
                    number(slices);
                    slices.clear();
                }
                slices.add(unit);
            }
        }
        number(slices);
    }

    private void number(List<ByteBuffer> slices) {
        pictures.computeIfAbsent(List.copyOf(slices), key -> new HashSet<>()).add(size++);
    }

    /** Which picture a frame holds, whole and alone; several if they are alike, none if it is torn. */
    Set<Integer> pictures(ByteBuffer frame) {
        return pictures.getOrDefault(units(frame).stream().filter(this::isSlice).toList(), Set.of());
    }

    /** Whether a frame holds this clip's parameter sets, each kind of them, and no others. */
    boolean holdsSets(ByteBuffer frame) {
        var held = new HashSet<ByteBuffer>();
        units(frame).stream().filter(this::isSet).forEach(held::add);
        return held.equals(sets);
    }

    private int type(ByteBuffer unit) {
        return h265 ? unit.get(0) >> 1 & H265_TYPE : unit.get(0) & H264_TYPE;
    }

    private boolean isSet(ByteBuffer unit) {
        return (h265 ? H265_SETS : H264_SETS).contains(type(unit));
    }

    private boolean isSlice(ByteBuffer unit) {
        return h265 ? type(unit) < 32 : type(unit) >= 1 && type(unit) <= 5;
    }

    /** first_mb_in_slice is 0, or first_slice_segment_in_pic_flag is set: both begin with a bit that is one. */
    private boolean isFirst(ByteBuffer unit) {
        return (unit.get(h265 ? 2 : 1) & 0x80) != 0;
    }

    /** The NAL units, without start codes and the zeros behind them (B.1). */
    private static List<ByteBuffer> units(ByteBuffer bytes) {
        var units = new ArrayList<ByteBuffer>();
        int begin = -1;
        int end = bytes.limit();
        for (int i = bytes.position(); i + 2 < end; i++) {
            if (bytes.get(i) == 0 && bytes.get(i + 1) == 0 && bytes.get(i + 2) == 1) {
                add(units, bytes, begin, i);
                begin = i + 3;
                i += 2;
            }
        }
        add(units, bytes, begin, end);
        return units;
    }

    private static void add(List<ByteBuffer> units, ByteBuffer bytes, int begin, int end) {
        int last = end;
        while (begin >= 0 && last > begin && bytes.get(last - 1) == 0) {
            last--;
        }
        if (begin >= 0 && last > begin) {
            units.add(bytes.slice(begin, last - begin));
        }
    }
}
