// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.media.VideoFormat;
import org.camquay.capture.ffmpeg.NalUnits.Range;

/** H.264 and H.265: Annex B, parameter sets before every key frame, nothing before the first key frame. */
final class NalTrack implements TrackReader {
    /** So many steps back in time are not the correction of a clock. */
    private static final int STEPS_BACK = 3;

    private static final int OBSERVED = 50;

    private final NalSyntax syntax;
    private final ElementaryStream stream;
    private final ParameterSets sets;
    private final int lengthSize;
    private final PictureAssembly assembly;
    private final UnitWalk walk;
    private boolean waiting = true;
    private byte[] sequence;
    private VideoFormat format;
    private boolean reorderingSeen;
    private long lastPts = Packet.NO_TIME;
    private int stepsBack;
    private int observed;

    NalTrack(NalSyntax syntax, ElementaryStream stream) {
        this.syntax = syntax;
        this.stream = stream;
        sets = new ParameterSets(syntax);
        lengthSize = sets.putAll(stream.extradata());
        assembly = new PictureAssembly(syntax, lengthSize);
        walk = new UnitWalk(lengthSize);
        updateFormat();
    }

    @Override
    public Optional<TrackFormat> format() {
        return Optional.ofNullable(format);
    }

    @Override
    public boolean reordered() {
        return format != null && format.reordered();
    }

    @Override
    public List<Packet> assemble(Packet packet) {
        return assembly.add(packet);
    }

    @Override
    public void inspect(Packet packet) {
        for (Range unit : NalUnits.find(packet.data(), lengthSize)) {
            keepSet(packet.data(), unit);
        }
        if (sets.complete()) {
            updateFormat();
        }
    }

    @Override
    public Optional<MediaFrame> read(Packet packet, long timestamp, long captureTime) {
        byte[] bytes = packet.data();
        int type = firstPicture(bytes);
        boolean picture = type >= 0;
        boolean key = picture && syntax.isKey(type);
        if (!picture) {
            return Optional.empty();
        }
        observeOrder(packet.pts());
        if (key && sets.complete()) {
            updateFormat();
            waiting = false;
        }
        if (waiting || key && !sets.complete()) {
            return Optional.empty();
        }
        ByteBuffer data = key ? keyPicture(bytes) : byteStream(bytes);
        return Optional.of(new EncodedFrame(
                key ? EncodedFrame.Type.KEY : EncodedFrame.Type.DELTA,
                timestamp,
                packet.duration(),
                captureTime,
                data));
    }

    /** The type of the first slice, which is that of all; -1 if there is none. Keeps the parameter sets before it. */
    private int firstPicture(byte[] bytes) {
        walk.over(bytes);
        while (walk.next()) {
            int type = syntax.type(bytes[walk.begin()]);
            if (syntax.isPicture(type)) {
                return type;
            }
            if (syntax.isParameterSet(type)) {
                sets.put(Arrays.copyOfRange(bytes, walk.begin(), walk.end()));
            }
        }
        return -1;
    }

    private void keepSet(byte[] bytes, Range unit) {
        if (syntax.isParameterSet(syntax.type(bytes[unit.begin()]))) {
            sets.put(NalUnits.copy(bytes, unit));
        }
    }

    private void updateFormat() {
        byte[] current = sets.sequence();
        boolean same = format != null && format.reordered() == reorderingSeen && Arrays.equals(current, sequence);
        if (current == null || same) {
            return;
        }
        sequence = current;
        var facts = syntax.read(current);
        double frameRate = stream.frameRate() > 0 ? stream.frameRate() : facts.frameRate();
        boolean known = facts.width() > 0;
        reorderingSeen |= facts.reorderedFrames() > 0;
        format = new VideoFormat(
                syntax.codec(current),
                known ? facts.width() : stream.width(),
                known ? facts.height() : stream.height(),
                frameRate,
                reorderingSeen);
    }

    /** Where the parameter sets do not tell, times that step back again and again do. */
    private void observeOrder(long pts) {
        if (reorderingSeen || pts == Packet.NO_TIME || observed >= OBSERVED) {
            return;
        }
        observed++;
        if (lastPts != Packet.NO_TIME && pts < lastPts && ++stepsBack >= STEPS_BACK) {
            reorderingSeen = true;
            // the new format is told with the next key frame
            waiting = true;
        }
        lastPts = pts;
    }

    private boolean beginsWithSets(byte[] bytes, List<Range> units) {
        int wanted = syntax.firstPlace();
        for (Range unit : units) {
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

    private ByteBuffer withSets(byte[] bytes, List<Range> units) {
        int size = 0;
        for (byte[] set : sets.all()) {
            size += NalUnits.written(set.length);
        }
        for (Range unit : units) {
            size += NalUnits.written(unit.size());
        }
        var out = ByteBuffer.allocate(size);
        boolean delimited = syntax.isDelimiter(syntax.type(bytes[units.get(0).begin()]));
        if (delimited) {
            NalUnits.write(out, bytes, units.get(0));
        }
        for (byte[] set : sets.all()) {
            NalUnits.write(out, set);
        }
        for (Range unit : delimited ? units.subList(1, units.size()) : units) {
            if (!syntax.isParameterSet(syntax.type(bytes[unit.begin()]))) {
                NalUnits.write(out, bytes, unit);
            }
        }
        return out.flip();
    }

    private ByteBuffer keyPicture(byte[] bytes) {
        var units = NalUnits.find(bytes, lengthSize);
        return beginsWithSets(bytes, units) ? byteStream(bytes) : withSets(bytes, units);
    }

    /** The same bytes where a length takes as much as a start code, else a copy. */
    private ByteBuffer byteStream(byte[] bytes) {
        return lengthSize == 0 || lengthSize == NalUnits.START_CODE_SIZE && NalUnits.replaceLengths(bytes)
                ? ByteBuffer.wrap(bytes)
                : copied(bytes, NalUnits.find(bytes, lengthSize));
    }

    private static ByteBuffer copied(byte[] bytes, List<Range> units) {
        int size = 0;
        for (Range unit : units) {
            size += NalUnits.written(unit.size());
        }
        var out = ByteBuffer.allocate(size);
        for (Range unit : units) {
            NalUnits.write(out, bytes, unit);
        }
        return out.flip();
    }
}
