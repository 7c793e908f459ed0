// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.nal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.camquay.rtp.bits.BitReader;

/** The newest parameter sets of a stream, in the order in which a decoder wants them. */
final class ParameterSets {
    private static final int MOST = 64;
    private static final int MOST_BYTES = 4096;
    private static final int MOST_ID = 255;

    /** By place, then by number. */
    private record Key(int place, long id) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return place != other.place ? Integer.compare(place, other.place) : Long.compare(id, other.id);
        }
    }

    private final NalSyntax syntax;
    private final Map<Key, byte[]> sets = new TreeMap<>();

    ParameterSets(NalSyntax syntax) {
        this.syntax = syntax;
    }

    /** Keeps a set in the place of the one with its number. */
    void put(byte[] set) {
        if (set.length < 3 || set.length > MOST_BYTES) {
            return;
        }
        int place = syntax.place(syntax.type(set[0]));
        var key = new Key(place, id(place, set));
        if (place >= 0 && (sets.size() < MOST || sets.containsKey(key))) {
            sets.put(key, set);
        }
    }

    private long id(int place, byte[] set) {
        if (syntax == NalSyntax.H264) {
            return reader(set, place == 1 ? 4 : 1).unsigned(MOST_ID);
        }
        // an SPS's number stands far inside; cameras have one
        return place == 0
                ? reader(set, 2).bits(4)
                : place == 1 ? 0 : reader(set, 2).unsigned(MOST_ID);
    }

    private static BitReader reader(byte[] set, int headerLength) {
        return BitReader.ofNalUnit(ByteBuffer.wrap(set), headerLength);
    }

    /** Whether there is one of each kind. */
    boolean complete() {
        for (int place = syntax.firstPlace(); place <= 2; place++) {
            int wanted = place;
            if (sets.keySet().stream().noneMatch(key -> key.place() == wanted)) {
                return false;
            }
        }
        return true;
    }

    /** The sequence parameter set, or null. */
    byte[] sequence() {
        return sets.entrySet().stream()
                .filter(entry -> entry.getKey().place() == 1)
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    Collection<byte[]> all() {
        return sets.values();
    }

    /**
     * Takes the sets of a decoder configuration record, or of a byte stream.
     *
     * @return the size of the length fields in the stream's packets, 0 for a byte stream
     */
    int putAll(byte[] extradata) {
        if (extradata.length < 7 || ByteStream.isByteStream(extradata) || extradata[0] != 1) {
            for (var unit : ByteStream.find(extradata, 0)) {
                put(ByteStream.copy(extradata, unit));
            }
            return 0;
        }
        var in = ByteBuffer.wrap(extradata);
        List<byte[]> found = new ArrayList<>();
        int lengthSize;
        if (syntax == NalSyntax.H264) {
            lengthSize = (extradata[4] & 3) + 1;
            in.position(5);
            readSets(in, in.get() & 0x1f, found);
            readSets(in, in.hasRemaining() ? in.get() & 0xff : 0, found);
        } else if (extradata.length > 22) {
            lengthSize = (extradata[21] & 3) + 1;
            in.position(22);
            for (int arrays = in.get() & 0xff; arrays > 0 && in.remaining() > 3; arrays--) {
                in.get();
                readSets(in, in.getShort() & 0xffff, found);
            }
        } else {
            return 0;
        }
        found.forEach(this::put);
        return lengthSize;
    }

    private static void readSets(ByteBuffer in, int count, List<byte[]> found) {
        for (int i = 0; i < count && in.remaining() > 2; i++) {
            int size = in.getShort() & 0xffff;
            if (size > in.remaining()) {
                in.position(in.limit());
                return;
            }
            byte[] set = Arrays.copyOfRange(in.array(), in.position(), in.position() + size);
            in.position(in.position() + size);
            found.add(set);
        }
    }
}
