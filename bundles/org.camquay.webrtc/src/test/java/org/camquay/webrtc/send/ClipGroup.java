// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import java.util.List;
import java.util.Optional;
import org.camquay.api.media.Codec;
import org.camquay.api.media.MediaKind;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.stream.FrameReader;
import org.camquay.api.stream.Subscription;
import org.camquay.api.stream.Track;
import org.camquay.api.stream.TrackStats;

/** Tracks that are one in several qualities, best first. */
record ClipGroup(List<Track> qualities) implements Track {
    @Override
    public String id() {
        return "group";
    }

    @Override
    public MediaKind kind() {
        return qualities.get(0).kind();
    }

    @Override
    public Optional<TrackFormat> format() {
        return qualities.get(0).format();
    }

    @Override
    public boolean muted() {
        return false;
    }

    @Override
    public boolean ended() {
        return false;
    }

    @Override
    public List<Codec> codecs() {
        return qualities.get(0).codecs();
    }

    @Override
    public Track in(Codec codec) {
        return this;
    }

    @Override
    public Subscription addReader(FrameReader reader) {
        return qualities.get(0).addReader(reader);
    }

    @Override
    public void requestKeyFrame() {
        qualities.get(0).requestKeyFrame();
    }

    @Override
    public TrackStats stats() {
        return qualities.get(0).stats();
    }
}
