// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.camquay.rtp.nal.ByteStream;
import org.camquay.rtp.nal.NalSyntax;
import org.camquay.rtp.nal.UnitWalk;

/**
 * Joins the slices of a picture that come in several packets. FFmpeg's parser begins a new packet at every parameter set,
 * and some cameras (and GStreamer's payloader) send their sets before each slice of a key frame. Only such a
 * stream, and the first packets of every other, are held back, by one packet.
 */
final class PictureAssembly {
    /** Packets after which a stream is known not to split its pictures. */
    private static final int FIRST_LOOK = 4;

    private final NalSyntax syntax;
    private final int lengthSize;
    private final UnitWalk units;
    private boolean split;
    private int seen;
    private Packet held;

    PictureAssembly(NalSyntax syntax, int lengthSize) {
        this.syntax = syntax;
        this.lengthSize = lengthSize;
        units = new UnitWalk(lengthSize);
    }

    /** The packets that now have all slices of their pictures: none, one, or two at the end of the first look. */
    List<Packet> add(Packet packet) {
        boolean continues = continues(packet.data());
        split |= continues;
        if (continues) {
            held = held == null ? null : join(held, packet.data());
            return List.of();
        }
        var whole = held == null ? List.<Packet>of() : List.of(held);
        held = packet;
        if (split || ++seen < FIRST_LOOK) {
            return whole;
        }
        held = null;
        return whole.isEmpty() ? List.of(packet) : List.of(whole.get(0), packet);
    }

    /** Whether the first slice is not the first of its picture: first_mb_in_slice, or its like of H.265, is not 0. */
    private boolean continues(byte[] bytes) {
        units.over(bytes);
        while (units.next()) {
            if (syntax.isPicture(syntax.type(bytes[units.begin()]))) {
                int slice = units.begin() + syntax.headerLength();
                return slice < bytes.length && bytes[slice] >= 0 && slice < units.end();
            }
        }
        return false;
    }

    private Packet join(Packet first, byte[] more) {
        var joined = new ByteArrayOutputStream(first.data().length + more.length);
        joined.writeBytes(first.data());
        for (var unit : ByteStream.find(more, lengthSize)) {
            if (syntax.isPicture(syntax.type(more[unit.begin()]))) {
                int size = unit.size();
                for (int i = prefixLength() - 1; i >= 0; i--) {
                    joined.write(lengthSize == 0 ? (i == 0 ? 1 : 0) : size >>> 8 * i);
                }
                joined.write(more, unit.begin(), size);
            }
        }
        return first.with(joined.toByteArray());
    }

    private int prefixLength() {
        return lengthSize == 0 ? 4 : lengthSize;
    }
}
