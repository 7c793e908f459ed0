// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.camquay.api.media.MediaKind;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.media.VideoFormat;
import org.camquay.api.stream.Track;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tracks of a stream. A source's are matched with those already there by kind, in order. Thread: any. */
final class TrackList {
    private static final Logger LOG = LoggerFactory.getLogger(TrackList.class);

    private final LiveStream stream;
    private final Core core;
    private final List<SourceTrack> tracks = new CopyOnWriteArrayList<>();
    private volatile String hindrance = "";
    private volatile String said = "";

    TrackList(LiveStream stream, Core core) {
        this.stream = stream;
        this.core = core;
    }

    /** The n-th track of a kind, made when it is the first of its place. */
    synchronized SourceTrack nth(MediaKind kind, int n) {
        List<SourceTrack> sameKind =
                tracks.stream().filter(t -> t.kind() == kind).toList();
        if (n < sameKind.size()) {
            return sameKind.get(n);
        }
        var track = new SourceTrack(stream.id() + "-" + kind + "-" + n, kind, stream, core);
        tracks.add(track);
        return track;
    }

    /** Looks at a format a source announces, and says what an operator should know of it. */
    void note(TrackFormat format) {
        if (!(format instanceof VideoFormat video)) {
            return;
        }
        String found = Passage.hindrance(video);
        hindrance = found;
        if (!found.isEmpty() && !found.equals(said)) {
            said = found;
            LOG.info("stream converted: {} (it {}; {})", stream.name(), found, Passage.remedy(video));
        }
    }

    /** What an operator should know of the present format; empty for nothing. */
    String remark() {
        return hindrance.isEmpty() ? "" : hindrance + ", and is converted";
    }

    boolean read() {
        return tracks.stream().anyMatch(track -> track.out().readers() > 0);
    }

    void each(Consumer<SourceTrack> what) {
        tracks.forEach(what);
    }

    /** Mutes the tracks that a source fed. */
    void disconnect(SourceFeed from) {
        each(track -> track.out().disconnect(from));
    }

    List<Track> all() {
        return List.copyOf(tracks);
    }
}
