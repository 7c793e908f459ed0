// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.nal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The pictures of a stream of access units, of H.264 or H.265: Annex B, parameter sets before every key picture, nothing
 * before the first key picture. Key pictures are IDR pictures or, of a stream without these, those where decoding recovers. It does not know where the access units come from. Thread: one at a time.
 */
public final class PictureStream {
    /** The time of an access unit that has none. */
    public static final long NO_TIME = Long.MIN_VALUE;

    /** So many steps back in time are not the correction of a clock. */
    private static final int STEPS_BACK = 3;

    private static final int OBSERVED = 50;

    private final NalSyntax syntax;
    private final PictureFormat told;
    private final ParameterSets sets;
    private final int lengthSize;
    private final UnitWalk walk;
    private final Beginnings beginnings = new Beginnings();
    private boolean waiting = true;
    private boolean recoveryPoint;
    private byte[] sequence;
    private PictureFormat format;
    private boolean reorderingSeen;
    private long lastPts = NO_TIME;
    private int stepsBack;
    private int observed;

    /**
     * @param configuration a decoder configuration record (ISO/IEC 14496-15), which says that units stand behind lengths, or
     *     parameter sets as a byte stream, or nothing
     * @param told what the container says of the pictures; the parameter sets overrule its size, it overrules their rate
     */
    public PictureStream(NalSyntax syntax, byte[] configuration, PictureFormat told) {
        this.syntax = syntax;
        this.told = told;
        sets = new ParameterSets(syntax);
        lengthSize = sets.putAll(configuration);
        walk = new UnitWalk(lengthSize);
        updateFormat();
    }

    /** Bytes of the lengths that stand before the units; 0 for a byte stream. */
    public int lengthSize() {
        return lengthSize;
    }

    /** The format as far as it is known. It may change with each key picture. */
    public Optional<PictureFormat> format() {
        return Optional.ofNullable(format);
    }

    /** Whether presentation order differs from the order of the access units. */
    public boolean reordered() {
        return format != null && format.reordered();
    }

    /** Looks into an access unit for parameter sets, before its picture is wanted. */
    public void inspect(byte[] bytes) {
        for (UnitRange unit : ByteStream.find(bytes, lengthSize)) {
            keepSet(bytes, unit);
        }
        if (sets.complete()) {
            updateFormat();
        }
    }

    /**
     * The picture of an access unit; empty when it holds none, or nobody could decode it.
     *
     * @param bytes owned by the picture from now on: they are changed where a start code takes the place of a length
     * @param pts presentation time in microseconds, or {@link #NO_TIME}
     */
    public Optional<Picture> read(byte[] bytes, long pts) {
        int type = firstPicture(bytes);
        if (type < 0) {
            return Optional.empty();
        }
        boolean key = beginnings.begins(kind(bytes, type));
        observeOrder(pts);
        if (key && sets.complete()) {
            updateFormat();
            waiting = false;
        }
        if (waiting || key && !sets.complete()) {
            return Optional.empty();
        }
        return Optional.of(new Picture(key, key ? keyPicture(bytes) : byteStream(bytes)));
    }

    /** What is missing, as long as {@link #read} gives nothing. */
    public Lack lack() {
        if (!waiting) {
            return Lack.NOTHING;
        }
        return sets.complete() ? Lack.BEGINNING : Lack.PARAMETER_SETS;
    }

    /** Of the picture whose first slice has that type, and stands where {@link #firstPicture} has left the walk. */
    private Beginnings.Kind kind(byte[] bytes, int type) {
        if (syntax.isKey(type)) {
            return Beginnings.Kind.IDR;
        }
        return recoveryPoint || isIntra(bytes) ? Beginnings.Kind.RECOVERY : Beginnings.Kind.NONE;
    }

    /** Whether all slices are intra. Nearly always the first one tells that they are not. */
    private boolean isIntra(byte[] bytes) {
        do {
            if (syntax.isPicture(syntax.type(bytes[walk.begin()])) && !syntax.isIntra(bytes, walk.begin())) {
                return false;
            }
        } while (walk.next());
        return true;
    }

    /** The type of the first slice, which is that of all; -1 if there is none. Keeps the parameter sets before it. */
    private int firstPicture(byte[] bytes) {
        recoveryPoint = false;
        walk.over(bytes);
        while (walk.next()) {
            int type = syntax.type(bytes[walk.begin()]);
            if (syntax.isPicture(type)) {
                return type;
            }
            if (syntax.isMessage(type)) {
                var unit = ByteBuffer.wrap(bytes, walk.begin(), walk.end() - walk.begin());
                recoveryPoint |= Messages.hasRecoveryPoint(unit, syntax.headerLength());
            }
            if (syntax.isParameterSet(type)) {
                sets.put(Arrays.copyOfRange(bytes, walk.begin(), walk.end()));
            }
        }
        return -1;
    }

    private void keepSet(byte[] bytes, UnitRange unit) {
        if (syntax.isParameterSet(syntax.type(bytes[unit.begin()]))) {
            sets.put(ByteStream.copy(bytes, unit));
        }
    }

    private void updateFormat() {
        byte[] current = sets.sequence();
        boolean same = format != null
                && format.reordered() == reorderingSeen
                && format.recovery() == beginnings.recovery()
                && Arrays.equals(current, sequence);
        if (current == null || same) {
            return;
        }
        sequence = current;
        var facts = syntax.read(current);
        boolean known = facts.width() > 0;
        reorderingSeen |= facts.reorderedFrames() > 0;
        format = new PictureFormat(
                syntax.profileLevelId(current),
                known ? facts.width() : told.width(),
                known ? facts.height() : told.height(),
                told.frameRate() > 0 ? told.frameRate() : facts.frameRate(),
                reorderingSeen,
                beginnings.recovery());
    }

    /** Where the parameter sets do not tell, times that step back again and again do. */
    private void observeOrder(long pts) {
        if (reorderingSeen || pts == NO_TIME || observed >= OBSERVED) {
            return;
        }
        observed++;
        if (lastPts != NO_TIME && pts < lastPts && ++stepsBack >= STEPS_BACK) {
            reorderingSeen = true;
            // the new format is told with the next key frame
            waiting = true;
        }
        lastPts = pts;
    }

    private boolean beginsWithSets(byte[] bytes, List<UnitRange> units) {
        int wanted = syntax.firstPlace();
        for (UnitRange unit : units) {
            int type = syntax.type(bytes[unit.begin()]);
            if (syntax.isDelimiter(type)) {
                continue;
            }
            int place = syntax.place(type);
            if (place < 0) {
                return wanted > 2;
            }
            if (place == wanted) {
                wanted++;
            }
            if (place > wanted) {
                return false;
            }
        }
        return false;
    }

    private ByteBuffer withSets(byte[] bytes, List<UnitRange> units) {
        int size = 0;
        for (byte[] set : sets.all()) {
            size += ByteStream.written(set.length);
        }
        for (UnitRange unit : units) {
            size += ByteStream.written(unit.size());
        }
        var out = ByteBuffer.allocate(size);
        boolean delimited = syntax.isDelimiter(syntax.type(bytes[units.get(0).begin()]));
        if (delimited) {
            ByteStream.write(out, bytes, units.get(0));
        }
        for (byte[] set : sets.all()) {
            ByteStream.write(out, set);
        }
        for (UnitRange unit : delimited ? units.subList(1, units.size()) : units) {
            if (!syntax.isParameterSet(syntax.type(bytes[unit.begin()]))) {
                ByteStream.write(out, bytes, unit);
            }
        }
        return out.flip();
    }

    private ByteBuffer keyPicture(byte[] bytes) {
        var units = ByteStream.find(bytes, lengthSize);
        return beginsWithSets(bytes, units) ? byteStream(bytes) : withSets(bytes, units);
    }

    /** The same bytes where a length takes as much as a start code, else a copy. */
    private ByteBuffer byteStream(byte[] bytes) {
        return lengthSize == 0 || lengthSize == ByteStream.START_CODE_SIZE && ByteStream.replaceLengths(bytes)
                ? ByteBuffer.wrap(bytes)
                : copied(bytes, ByteStream.find(bytes, lengthSize));
    }

    private static ByteBuffer copied(byte[] bytes, List<UnitRange> units) {
        int size = 0;
        for (UnitRange unit : units) {
            size += ByteStream.written(unit.size());
        }
        var out = ByteBuffer.allocate(size);
        for (UnitRange unit : units) {
            ByteStream.write(out, bytes, unit);
        }
        return out.flip();
    }
}
