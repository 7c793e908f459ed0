// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.receive;

import java.nio.ByteBuffer;
import org.camquay.rtp.RtpPacket;
import org.camquay.rtp.nal.NalSyntax;

/**
 * Access units of H.264 and H.265, in Annex B. What stands before a picture (delimiter, parameter sets, SEI) belongs to the next
 * slice that comes, whatever its timestamp and marker say (ITU-T H.264 §7.4.1.2.3, H.265 §7.4.2.4.4): cameras send sets
 * with the timestamp of the picture before, or with one of their own. Of a picture that has lost packets the whole slices
 * are left; a key picture that is not whole is left out, since everything after it builds on it. Thread: one at a time.
 */
public final class NalAssembly implements FrameAssembly {
    private static final int MOST_BEFORE = 256 << 10;

    private final NalSyntax syntax;
    private final FrameOutput output;
    private final NalPayload payloads;
    private final PictureEnd end = new PictureEnd();
    private final GrowingBytes picture;
    /** Delimiter, parameter sets and SEI of the next picture. */
    private final GrowingBytes before = new GrowingBytes(MOST_BEFORE);

    private long timestamp;
    /** Whether a picture is begun whose next one has not begun. */
    private boolean open;
    /** Whether that picture is out already, so that nothing more may come of it. */
    private boolean out;

    private boolean damaged;
    private boolean key;
    private boolean gap;
    private long packetTime;
    private int slices;

    /** Where the unit in pieces goes; null while there is none. */
    private GrowingBytes pieces;

    private int piecesBegin;
    private long damagedFrames;

    /** Takes pictures of up to 8 MiB. */
    public NalAssembly(NalSyntax syntax, FrameOutput output) {
        this(syntax, 8 << 20, output);
    }

    /** @param maxPicture bytes; a larger picture counts as damaged */
    public NalAssembly(NalSyntax syntax, int maxPicture, FrameOutput output) {
        this.syntax = syntax;
        this.output = output;
        picture = new GrowingBytes(maxPicture);
        payloads = new NalPayload(syntax, new Units());
    }

    @Override
    public void push(RtpPacket packet, boolean packetsMissing) {
        if (packetsMissing) {
            lose();
        }
        var payload = packet.payload();
        if (!payload.hasRemaining()) {
            return; // padding only
        }
        packetTime = packet.header().timestamp();
        slices = 0;
        boolean inSlice = pieces == picture;
        payloads.read(payload);
        boolean between = pieces == null;
        if (open && !out && (slices > 0 || inSlice)) {
            boolean last = end.look(payload.remaining(), slices, packet.header().marker(), between);
            if (last && between) {
                give();
            }
        }
    }

    @Override
    public long damagedFrames() {
        return damagedFrames;
    }

    @Override
    public String unsupported() {
        return payloads.unsupported();
    }

    /** Packets are missing: the unit in pieces is not whole, nor may be the picture. */
    private void lose() {
        gap = true;
        damaged |= open && !out;
        if (pieces != null) {
            pieces.cut(piecesBegin);
            pieces = null;
        }
    }

    /** The place for a unit of this type, or null where it is to be left out. */
    private GrowingBytes placeOf(int type, boolean beginsPicture) {
        if (syntax.isPicture(type)) {
            return placeOfSlice(type, beginsPicture);
        }
        if (syntax.endsPicture(type)) {
            return open && !out && packetTime == timestamp ? picture : null;
        }
        if (open && (packetTime != timestamp || syntax.isDelimiter(type))) {
            close();
        }
        return before;
    }

    private GrowingBytes placeOfSlice(int type, boolean beginsPicture) {
        if (open && (packetTime != timestamp || beginsPicture)) {
            close();
        }
        if (!open) {
            begin(gap && !beginsPicture);
        }
        gap = false;
        if (out) {
            end.wrong();
            return null;
        }
        slices++;
        key |= syntax.isKey(type);
        return picture;
    }

    private void begin(boolean headMissing) {
        open = true;
        timestamp = packetTime;
        damaged = headMissing;
        end.begin();
        picture.take(before);
    }

    /** Gives the picture out, while more of it may come. */
    private void give() {
        out = true;
        boolean usable = !picture.isOverfull() && !(damaged && key);
        if (damaged || picture.isOverfull()) {
            damagedFrames++;
        }
        if (usable && picture.length() > 0) {
            output.frame(timestamp, 0, picture.copy());
        }
        picture.clear();
    }

    private void close() {
        pieces = pieces == picture ? null : pieces;
        end.end(damaged);
        if (!out) {
            give();
        }
        open = false;
        out = false;
        damaged = false;
        key = false;
    }

    /** Puts the units of a payload where they belong. */
    private final class Units implements NalPayload.Output {
        @Override
        public void unit(ByteBuffer bytes, int at, int size) {
            pieces = null; // one without an end mark, and nothing missing: that was all of it
            var place = placeOf(syntax.type(bytes.get(at)), begins(bytes, at + syntax.headerLength(), at + size));
            if (place != null) {
                place.startCode();
                place.put(bytes, at, size);
            }
        }

        @Override
        public void fragmentBegins(int header, ByteBuffer bytes, int at, int size) {
            pieces = null;
            boolean two = syntax.headerLength() == 2;
            byte first = (byte) (two ? header >> 8 : header);
            var place = placeOf(syntax.type(first), begins(bytes, at, at + size));
            if (place == null) {
                return;
            }
            pieces = place;
            piecesBegin = place.length();
            place.startCode();
            place.put(first);
            if (two) {
                place.put(header);
            }
            place.put(bytes, at, size);
        }

        @Override
        public void fragment(ByteBuffer bytes, int at, int size) {
            if (pieces != null) {
                pieces.put(bytes, at, size);
            } else if (gap && (!open || packetTime != timestamp)) {
                // the rest of a unit whose beginning was lost: of a picture that has begun without us
                if (open) {
                    close();
                }
                begin(true);
            } else {
                damaged |= open && !out;
            }
        }

        @Override
        public void fragmentEnds() {
            pieces = null;
        }

        @Override
        public void bad() {
            damaged |= open && !out;
        }

        /** first_mb_in_slice, or its like of H.265, is 0. */
        private boolean begins(ByteBuffer bytes, int at, int limit) {
            return at < limit && bytes.get(at) < 0;
        }
    }
}
