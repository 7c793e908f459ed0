// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camquay.api.media.Codec;
import org.camquay.api.media.MediaKind;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.stream.Backlog;
import org.camquay.api.stream.FrameReader;
import org.camquay.api.stream.Subscription;
import org.camquay.api.stream.Track;
import org.camquay.api.stream.TrackStats;

/** A track as its source delivers it, over all sources it has in its life, with its conversions. Thread: any. */
final class SourceTrack implements Track {
    private final String id;
    private final MediaKind kind;
    private final String stream;
    private final Core core;
    private final FanOut out;
    private final Map<String, ConvertedTrack> conversions = new LinkedHashMap<>();

    SourceTrack(String id, MediaKind kind, LiveStream stream, Core core) {
        this.id = id;
        this.kind = kind;
        this.stream = stream.name();
        this.core = core;
        this.out = new FanOut(
                kind,
                core,
                stream::readersChanged,
                stream.source()::requestKeyFrame,
                stream.source()::setTargetBitrate);
    }

    FanOut out() {
        return out;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String label() {
        return stream;
    }

    /** This track in a codec that was agreed for another quality of it; empty when it cannot be had so. */
    Optional<Track> deliverable(Codec codec) {
        return reaches(codec) ? Optional.of(in(codec)) : Optional.empty();
    }

    private boolean reaches(Codec codec) {
        String key = Passage.key(codec);
        return out.format().filter(f -> core.codecs().passes(f, codec)).isPresent()
                || codecs().stream().anyMatch(c -> Passage.key(c).equals(key));
    }

    @Override
    public MediaKind kind() {
        return kind;
    }

    @Override
    public Optional<TrackFormat> format() {
        return out.format();
    }

    @Override
    public boolean muted() {
        return out.muted();
    }

    @Override
    public boolean ended() {
        return out.ended();
    }

    @Override
    public List<Codec> codecs() {
        return out.format().map(core.codecs()::reachable).orElse(List.of());
    }

    @Override
    public Track in(Codec codec) {
        String key = Passage.key(codec);
        synchronized (conversions) {
            var known = conversions.get(key);
            if (known != null) {
                return known;
            }
            if (!reaches(codec)) {
                throw new IllegalArgumentException(codec.name() + " is none of what track " + id + " can be had in: "
                        + codecs().stream().map(Codec::name).toList());
            }
            var track = new ConvertedTrack(this, stream, codec, core);
            conversions.put(key, track);
            if (out.ended()) {
                track.end();
            }
            return track;
        }
    }

    @Override
    public Subscription addReader(FrameReader reader) {
        return out.add(MediaReader.of(reader));
    }

    @Override
    public Backlog backlog() {
        return core.settings().get().cached();
    }

    @Override
    public void requestKeyFrame() {
        out.requestKeyFrame();
    }

    @Override
    public TrackStats stats() {
        int readers = out.readers();
        for (ConvertedTrack conversion : conversions()) {
            // A running conversion is itself one of our readers.
            readers += conversion.readers() - (conversion.running() ? 1 : 0);
        }
        return out.stats(Math.max(0, readers));
    }

    void codecsChanged() {
        conversions().forEach(ConvertedTrack::codecsChanged);
    }

    void end() {
        out.end();
        conversions().forEach(ConvertedTrack::end);
    }

    private List<ConvertedTrack> conversions() {
        synchronized (conversions) {
            return new ArrayList<>(conversions.values());
        }
    }
}
