// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.TrackFormat;
import org.camquay.sdp.SdpParser;
import org.camquay.sdp.SdpResult;

/** What a camera describes, and the packets that it sends then. */
public final class MediaFuzz {
    private static final long MILLISECOND = 1_000_000;

    private MediaFuzz() {}

    /**
     * Up to the first octet 0 it is the description; behind it there are packets, each with two octets before it: the track with
     * some flags, and its length.
     */
    public static void fuzzerTestOneInput(byte[] data) {
        int end = 0;
        while (end < data.length && data[end] != 0) {
            end++;
        }
        if (SdpParser.parse(new String(data, 0, end, StandardCharsets.UTF_8)) instanceof SdpResult.Ok description) {
            var camera = new Camera();
            var tracks = new MediaTracks(camera, InstantSource.system());
            var choice = MediaTracks.choose(description.sdp().media());
            List<MediaTrack> all = new ArrayList<>();
            for (var chosen : choice.tracks()) {
                var section = description.sdp().media().get(chosen.section());
                all.add(tracks.add(all.size(), section, chosen.payloadType(), end % 2 == 0));
            }
            if (!all.isEmpty()) {
                packets(data, end + 1, tracks, all);
            }
        }
    }

    private static void packets(byte[] data, int from, MediaTracks tracks, List<MediaTrack> all) {
        long now = MILLISECOND;
        boolean started = false;
        for (int at = from; at + 2 <= data.length; ) {
            int flags = data[at];
            int length = Math.min(data[at + 1] & 0xff, data.length - at - 2);
            var packet = ByteBuffer.wrap(data, at + 2, length).slice();
            var track = all.get((flags & 1) % all.size());
            if ((flags & 2) == 0) {
                track.push(packet, now);
            } else {
                track.rtcp(packet, now);
            }
            if ((flags & 4) != 0 && !started) {
                started = true;
                tracks.start();
            }
            now += (flags & 8) == 0 ? MILLISECOND : 1000 * MILLISECOND;
            track.tick(now);
            track.isReportUrgent(now);
            track.receiverReport(now, 7);
            tracks.missing();
            at += 2 + length;
        }
    }

    /** Frames have a format, and octets. */
    private static final class Camera implements MediaTracks.Output {
        private final Set<Integer> formats = new HashSet<>();

        @Override
        public void format(int track, TrackFormat format) {
            formats.add(track);
        }

        @Override
        public void frame(int track, MediaFrame frame) {
            if (!formats.contains(track)) {
                throw new AssertionError("a frame of track " + track + " before its format");
            }
            if (frame instanceof EncodedFrame encoded && (encoded.size() == 0 || encoded.duration() < 0)) {
                throw new AssertionError(encoded.size() + " octets that last " + encoded.duration() + " µs");
            }
        }

        @Override
        public void waiting(String reason) {
            if (reason.isEmpty()) {
                throw new AssertionError("waiting for nothing");
            }
        }
    }
}
