// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.camquay.rtp.nal.ByteStream;
import org.camquay.rtp.nal.LastPacket;
import org.camquay.rtp.nal.NalSyntax;
import org.camquay.rtp.nal.UnitRange;

/**
 * Joins what FFmpeg makes of RTP packets (whole NAL units, and fragments of which only the first has a start code) to
 * access units. FFmpeg's own parser holds each until the next one begins, and does not tell the marker bit, which would
 * say the end. This one lets it out at its last packet, where a camera has shown how that looks ({@link LastPacket}).
 * What comes after a picture's last slice and is not said to be its own (parameter sets, SEI, delimiters) belongs to the
 * next picture, whichever time it has: the picture's time is that of its slices.
 */
final class AccessUnits {
    /** What FFmpeg puts before the first fragment of a unit, beyond what it puts before others. */
    static final int HEADER = 5;

    /** Times of one picture differ by rounding at most; microseconds. */
    private static final long SAME_PICTURE = 1_000;

    private static final int MOST_AHEAD = 1 << 20;

    private final NalSyntax syntax;
    private final LastPacket last;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    /** What belongs to the picture that has yet to begin. */
    private final ByteArrayOutputStream ahead = new ByteArrayOutputStream();
    /** Of the first slice; null while there is none. */
    private Packet first;
    /** Whether the picture of {@link #first} is out already, so that nothing more may come of it. */
    private boolean out;
    /** Where the next fragment without a start code belongs. */
    private ByteArrayOutputStream target;

    AccessUnits(NalSyntax syntax) {
        this.syntax = syntax;
        this.last = new LastPacket();
    }

    /** Adds a packet; the access units that have ended just before it, and by it. */
    List<Packet> add(Packet packet) {
        byte[] data = packet.data();
        List<Packet> whole = new ArrayList<>(2);
        if (!ByteStream.isByteStream(data)) {
            fragment(packet).ifPresent(whole::add);
            return whole;
        }
        int slices = 0;
        boolean begins = first == null || !isSameTime(packet);
        boolean closing = true;
        boolean sets = false;
        for (var unit : ByteStream.find(data, 0)) {
            int type = syntax.type(data[unit.begin()]);
            if (syntax.isPicture(type)) {
                begins |= slices == 0 && isFirstOfPicture(data, unit);
                slices++;
            }
            closing &= syntax.endsPicture(type);
            sets = syntax.isParameterSet(type);
        }
        if (slices > 0) {
            if (begins) {
                end().ifPresent(whole::add);
                begin(packet);
            }
            slices(packet, data.length - HEADER, slices).ifPresent(whole::add);
        } else if (closing) {
            close(data);
        } else {
            if (begins) {
                end().ifPresent(whole::add);
            }
            keepAhead(data);
            // nobody cuts these, so what follows is a piece of a slice whose beginning was lost
            target = sets ? null : ahead;
        }
        return whole;
    }

    private boolean isSameTime(Packet packet) {
        return Math.abs(packet.pts() - first.pts()) <= SAME_PICTURE;
    }

    /** first_mb_in_slice, or its like of H.265, is 0. */
    private boolean isFirstOfPicture(byte[] data, UnitRange unit) {
        int header = unit.begin() + syntax.headerLength();
        return header < unit.end() && data[header] < 0;
    }

    private void begin(Packet packet) {
        first = packet;
        last.begin();
        bytes.writeBytes(ahead.toByteArray());
        ahead.reset();
    }

    /** A packet with slices, or with a part of one. */
    private Optional<Packet> slices(Packet packet, int size, int begun) {
        target = bytes;
        // Parameter sets once more, between the slices of a picture, are none of the next one's.
        ahead.reset();
        if (out) {
            last.wrong();
            return Optional.empty();
        }
        bytes.writeBytes(packet.data());
        if (!last.look(size, begun)) {
            return Optional.empty();
        }
        out = true;
        return Optional.of(unit());
    }

    private Optional<Packet> fragment(Packet packet) {
        if (target == ahead) {
            keepAhead(packet.data());
            return Optional.empty();
        }
        // of a picture whose beginning was lost there is nothing to go on with
        return first == null || target == null
                ? Optional.empty()
                : isSameTime(packet) ? slices(packet, packet.data().length, 0) : end();
    }

    private void keepAhead(byte[] data) {
        if (ahead.size() + data.length > MOST_AHEAD) {
            ahead.reset(); // no picture comes
        }
        ahead.writeBytes(data);
    }

    /** What belongs to the picture before. */
    private void close(byte[] data) {
        target = null;
        if (first != null && !out) {
            bytes.writeBytes(data);
        }
    }

    /** The access unit in hand, at the end of all; empty if there is none. */
    Optional<Packet> end() {
        var whole = first == null || out ? Optional.<Packet>empty() : Optional.of(unit());
        last.end();
        first = null;
        out = false;
        target = null;
        bytes.reset();
        return whole;
    }

    private Packet unit() {
        return first.with(bytes.toByteArray());
    }
}
