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

/** The picture or the sound of a group: that of its streams, from which readers choose. Thread: any. */
final class GroupTrack implements Track {
    private static final TrackStats NOTHING = new TrackStats(0, 0, 0, 0, 0, 0);

    private final StreamGroup group;
    private final MediaKind kind;
    /** The agreed one, null before. */
    private final Codec codec;

    private final Map<String, GroupTrack> views = new LinkedHashMap<>();

    GroupTrack(StreamGroup group, MediaKind kind) {
        this(group, kind, null);
    }

    private GroupTrack(StreamGroup group, MediaKind kind, Codec codec) {
        this.group = group;
        this.kind = kind;
        this.codec = codec;
    }

    @Override
    public List<Track> qualities() {
        List<Track> tracks = new ArrayList<>();
        for (LiveStream member : group.members()) {
            member.tracks().stream()
                    .filter(track -> track.kind() == kind && !track.ended())
                    .findFirst()
                    .flatMap(this::agreed)
                    .ifPresent(tracks::add);
        }
        return tracks;
    }

    private Optional<Track> agreed(Track track) {
        return codec == null || !(track instanceof SourceTrack source) ? Optional.of(track) : source.deliverable(codec);
    }

    /** The best one that has data, else the best. */
    private Optional<Track> best() {
        var tracks = qualities();
        return tracks.stream()
                .filter(track -> !track.muted())
                .findFirst()
                .or(() -> tracks.stream().findFirst());
    }

    @Override
    public String id() {
        return "group-" + group.id() + "-" + kind + (codec == null ? "" : "-" + codec.name());
    }

    @Override
    public String label() {
        return group.name();
    }

    @Override
    public MediaKind kind() {
        return kind;
    }

    @Override
    public Optional<TrackFormat> format() {
        return best().flatMap(Track::format);
    }

    @Override
    public boolean muted() {
        return best().map(Track::muted).orElse(true);
    }

    @Override
    public boolean ended() {
        return group.ended();
    }

    @Override
    public List<Codec> codecs() {
        if (codec != null) {
            return List.of(codec);
        }
        var own = qualities().stream()
                .map(Track::codecs)
                .filter(codecs -> !codecs.isEmpty())
                .toList();
        if (own.isEmpty()) {
            return List.of();
        }
        List<Codec> codecs = new ArrayList<>(own.get(0));
        codecs.set(0, Passage.covering(own.stream().map(list -> list.get(0)).toList()));
        return codecs;
    }

    @Override
    public Track in(Codec wanted) {
        if (codec != null) {
            if (!Passage.key(wanted).equals(Passage.key(codec))) {
                throw new IllegalArgumentException(
                        "track " + id() + " can be had in " + codec.name() + " only, not " + wanted.name());
            }
            return this;
        }
        synchronized (views) {
            return views.computeIfAbsent(Passage.key(wanted), key -> new GroupTrack(group, kind, wanted));
        }
    }

    /** Of the best one there is now, for good: whoever wants to change reads {@link #qualities()} themselves. */
    @Override
    public Subscription addReader(FrameReader reader) {
        return best().orElseThrow(() -> new IllegalStateException("track " + id() + " has ended"))
                .addReader(reader);
    }

    @Override
    public Backlog backlog() {
        return best().map(Track::backlog).orElse(Backlog.USUAL);
    }

    @Override
    public void requestKeyFrame() {
        best().ifPresent(Track::requestKeyFrame);
    }

    @Override
    public TrackStats stats() {
        int readers =
                qualities().stream().mapToInt(track -> track.stats().readers()).sum();
        var of = best().map(Track::stats).orElse(NOTHING);
        return new TrackStats(of.frames(), of.keyFrames(), of.bytes(), of.bitrate(), of.frameRate(), readers);
    }
}
