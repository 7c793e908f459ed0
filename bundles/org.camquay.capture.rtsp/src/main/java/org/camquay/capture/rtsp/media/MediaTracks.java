// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.media;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.media.UnusedTrack;
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

    private final Output output;
    private final InstantSource wall;
    private final List<MediaTrack> tracks = new ArrayList<>();
    private boolean started;

    public MediaTracks(Output output, InstantSource wall) {
        this.output = output;
        this.wall = wall;
    }

    /** Which sections are the picture and the sound to be taken. */
    public static Choice choose(List<MediaDescription> sections) {
        var chosen = new ArrayList<Chosen>();
        var unused = new ArrayList<UnusedTrack>();
        for (var word : List.of("video", "audio")) {
            for (int i = 0; i < sections.size(); i++) {
                var section = sections.get(i);
                if (section.kind().word().equals(word)) {
                    boolean taken = chosen.stream()
                            .anyMatch(each ->
                                    sections.get(each.section()).kind().word().equals(word));
                    var type = section.payloadTypes().stream()
                            .filter(each -> MediaTrack.isKnown(section, each))
                            .findFirst();
                    if (taken || type.isEmpty() || section.direction().word().equals("sendonly")) {
                        unused.add(new UnusedTrack(word, "", "not taken"));
                    } else {
                        chosen.add(new Chosen(i, type.get()));
                    }
                }
            }
        }
        return new Choice(chosen, unused);
    }

    /** A track of a section; {@code ordered}: whether its packets come in order. */
    public MediaTrack add(int number, MediaDescription section, int payloadType, boolean ordered) {
        var track = new MediaTrack(number, section, payloadType, this, output, wall);
        tracks.add(track);
        return track;
    }

    /** Frames may go out from now on. */
    public void start() {
        started = true;
    }

    boolean isStarted() {
        return started;
    }

    /** What has not come yet, for people; empty if nothing is missing. */
    public String missing() {
        return tracks.stream().allMatch(MediaTrack::complete) ? "" : "no parameter sets of the picture came";
    }
}
