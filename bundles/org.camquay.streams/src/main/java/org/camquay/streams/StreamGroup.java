// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.camquay.api.media.MediaKind;
import org.camquay.api.media.VideoFormat;
import org.camquay.api.stream.Stream;
import org.camquay.api.stream.StreamState;
import org.camquay.api.stream.Track;

/**
 * One source in several qualities: streams of which each viewer gets the one its path takes. They come and go; the group
 * is there as long as one of them. Thread: any.
 */
final class StreamGroup implements Stream, Companions {
    /** The state of the whole is the first of these that one of its streams has. */
    private static final List<StreamState> LIVELIEST = List.of(
            StreamState.LIVE, StreamState.CONNECTING, StreamState.WAITING, StreamState.IDLE, StreamState.CLOSED);

    private final String name;
    private final long id;
    private final List<LiveStream> members = new CopyOnWriteArrayList<>();
    private final Map<MediaKind, GroupTrack> tracks = new EnumMap<>(MediaKind.class);
    private final GroupOpening opening;
    private final Instant since;

    StreamGroup(String name, long id, Core core) {
        this.name = name;
        this.id = id;
        this.opening = new GroupOpening(this, core);
        this.since = core.timers().instant();
    }

    void join(LiveStream stream) {
        members.add(stream);
        stream.accompany(this);
    }

    void leave(LiveStream stream) {
        members.remove(stream);
    }

    /** Whether nothing is left of it. */
    boolean ended() {
        return members.isEmpty();
    }

    /** Its streams, best first: by the size of the picture, and among equals in the order they were pulled. */
    List<LiveStream> members() {
        return members.stream()
                .sorted(Comparator.comparingInt(StreamGroup::pixels).reversed())
                .toList();
    }

    private static int pixels(LiveStream stream) {
        return stream.tracks().stream()
                .flatMap(track -> track.format().stream())
                .filter(VideoFormat.class::isInstance)
                .map(VideoFormat.class::cast)
                .mapToInt(format -> format.width() * format.height())
                .max()
                .orElse(0);
    }

    @Override
    public boolean read() {
        return members.stream().anyMatch(LiveStream::read);
    }

    @Override
    public void readersChanged() {
        members.forEach(LiveStream::lookAfterReaders);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public URI uri() {
        return URI.create("group:" + name);
    }

    @Override
    public StreamState state() {
        return members.stream()
                .map(LiveStream::state)
                .min(Comparator.comparingInt(LIVELIEST::indexOf))
                .orElse(StreamState.CLOSED);
    }

    @Override
    public String status() {
        return members().stream()
                .map(stream -> stream.name() + ": " + stream.status())
                .collect(Collectors.joining("; "));
    }

    @Override
    public Instant since() {
        var state = state();
        return members.stream()
                .filter(stream -> stream.state() == state)
                .map(LiveStream::since)
                .min(Comparator.naturalOrder())
                .orElse(since);
    }

    @Override
    public List<Stream> qualities() {
        return List.copyOf(members());
    }

    @Override
    public synchronized List<Track> tracks() {
        for (LiveStream member : members) {
            for (Track track : member.tracks()) {
                tracks.computeIfAbsent(track.kind(), kind -> new GroupTrack(this, kind));
            }
        }
        return List.copyOf(tracks.values());
    }

    @Override
    public CompletionStage<List<Track>> open() {
        return opening.open();
    }
}
