// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.camquay.rtp.nal.ByteStream;
import org.camquay.rtp.nal.LastPacket;
import org.camquay.rtp.nal.NalSyntax;
import org.camquay.rtp.nal.UnitRange;

/**
 * Joins what FFmpeg makes of RTP packets (whole NAL units, and fragments of which only the first has a start code) to
 * access units. FFmpeg's own parser holds each until the next one begins, and does not tell the marker bit, which would
 * say the end. This one lets it out at its last packet, where a camera has shown how that looks ({@link LastPacket}).
 */
final class AccessUnits {
    /** What FFmpeg puts before the first fragment of a unit, beyond what it puts before others. */
    static final int HEADER = 5;

    /** Times of one picture differ by rounding at most; microseconds. */
    private static final long SAME_PICTURE = 1_000;

    private final NalSyntax syntax;
    private final LastPacket last;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Packet first;
    private boolean slicesBegun;
    /** Whether the picture of {@link #first} is out already, so that nothing more may come of it. */
    private boolean out;

    AccessUnits(NalSyntax syntax) {
        this.syntax = syntax;
        this.last = new LastPacket();
    }

    /** Adds a packet; the access units that have ended just before it, and by it. */
    List<Packet> add(Packet packet) {
        byte[] data = packet.data();
        boolean starts = ByteStream.isByteStream(data);
        var units = starts ? ByteStream.find(data, 0) : List.<UnitRange>of();
        int slices = 0;
        boolean begins = first == null || Math.abs(packet.pts() - first.pts()) > SAME_PICTURE;
        for (var unit : units) {
            if (syntax.isPicture(syntax.type(data[unit.begin()]))) {
                int header = unit.begin() + syntax.headerLength();
                // first_mb_in_slice, or its like of H.265, is 0
                begins |= slices == 0 && slicesBegun && header < unit.end() && data[header] < 0;
                slices++;
            }
        }
        Optional<Packet> whole = begins ? end() : Optional.empty();
        if (first == null && !starts) {
            return whole.stream().toList(); // the beginning of this one was lost
        }
        append(packet, starts, slices);
        return Stream.of(whole, endedBy(packet, starts, slices))
                .flatMap(Optional::stream)
                .toList();
    }

    private void append(Packet packet, boolean starts, int slices) {
        if (first == null) {
            first = packet;
            last.begin();
        }
        boolean picture = !starts || slices > 0;
        // Parameter sets once more, between the slices of a picture, are none of its.
        if (out || slicesBegun && !picture) {
            if (out && picture) {
                last.wrong();
            }
            return;
        }
        slicesBegun |= slices > 0;
        bytes.writeBytes(packet.data());
    }

    private Optional<Packet> endedBy(Packet packet, boolean starts, int slices) {
        boolean picture = slicesBegun && (!starts || slices > 0);
        if (out || !picture || !last.look(packet.data().length - (starts ? HEADER : 0), slices)) {
            return Optional.empty();
        }
        out = true;
        return Optional.of(unit());
    }

    /** The access unit in hand, at the end of all; empty if there is none. */
    Optional<Packet> end() {
        var whole = first == null || out || bytes.size() == 0 ? Optional.<Packet>empty() : Optional.of(unit());
        last.end();
        first = null;
        out = false;
        slicesBegun = false;
        bytes.reset();
        return whole;
    }

    private Packet unit() {
        return first.with(bytes.toByteArray());
    }
}
