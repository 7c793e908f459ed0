// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.media;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.TrackFormat;
import org.camquay.rtp.rtcp.CaptureClock;
import org.camquay.rtp.rtcp.SenderWallClock;
import org.camquay.sdp.MediaDescription;

/** The tracks of one camera, from packets to frames. Only on one thread. */
public final class MediaTracks {
    /** Where formats and frames go. */
    public interface Output {
        /** A track's format is known, or another. */
        void format(int track, TrackFormat format);

        /** A frame. */
        void frame(int track, MediaFrame frame);

        /** What is waited for while no frame comes. */
        void waiting(String reason);
    }

    /** Frames of before the start that are kept, so that the first key frame is not lost. */
    private static final int MOST_KEPT = 512;

    private static final int MOST_KEPT_BYTES = 16 << 20;

    private record Kept(int track, TrackFormat format, MediaFrame frame) {}

    private final Output output;
    private final SenderWallClock wall = new SenderWallClock();
    private final InstantSource ours;
    private final CaptureClock clock = new CaptureClock();
    private final List<MediaTrack> tracks = new ArrayList<>();
    private final List<Kept> kept = new ArrayList<>();
    private int keptBytes;
    private boolean started;

    /** @param wall to which capture times are held */
    public MediaTracks(Output output, InstantSource wall) {
        this.output = output;
        this.ours = wall;
    }

    /** Which sections are the picture and the sound to be taken. */
    public static Choice choose(List<MediaDescription> sections) {
        return new Chooser(sections).choose();
    }

    /**
     * A track of a section that {@link #choose} has chosen.
     *
     * @param number by which the output knows it
     * @param ordered whether its packets come in order
     */
    public MediaTrack add(int number, MediaDescription section, int payloadType, boolean ordered) {
        var track = new MediaTrack(number, Payload.of(section, payloadType).orElseThrow(), clock, ordered, this);
        tracks.add(track);
        return track;
    }

    /** Frames may go out from now on; those that came before go first. */
    public void start() {
        started = true;
        var before = List.copyOf(kept);
        kept.clear();
        for (var each : before) {
            if (each.frame == null) {
                output.format(each.track, each.format);
            } else {
                output.frame(each.track, each.frame);
            }
        }
    }

    void format(int track, TrackFormat format) {
        // A track's first format does not wait for frames of other tracks: viewers are told all tracks before the first
        // frame.
        if (started || kept.stream().noneMatch(each -> each.track == track)) {
            output.format(track, format);
        } else {
            kept.add(new Kept(track, format, null));
        }
    }

    void frame(int track, MediaFrame frame) {
        if (started) {
            output.frame(track, frame);
            return;
        }
        keptBytes += frame instanceof EncodedFrame encoded ? encoded.size() : 0;
        if (kept.size() < MOST_KEPT && keptBytes < MOST_KEPT_BYTES) {
            kept.add(new Kept(track, null, frame));
        }
    }

    void waiting(String reason) {
        output.waiting(reason);
    }

    /** When a frame was captured that has just come, by our wall clock, where the camera says {@code told}. */
    long captured(long told) {
        var now = ours.instant();
        return wall.captured(told, now.getEpochSecond() * 1_000_000 + now.getNano() / 1000);
    }

    /** What has not come yet, for people; empty if nothing is missing. */
    public String missing() {
        return tracks.stream()
                .map(MediaTrack::missing)
                .filter(reason -> !reason.isEmpty())
                .findFirst()
                .orElse("");
    }
}
