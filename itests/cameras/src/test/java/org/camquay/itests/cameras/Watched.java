// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.cameras;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.camquay.api.media.MediaKind;
import org.camquay.api.stream.Stream;
import org.camquay.api.stream.StreamState;

/** A stream that is read as a viewer's connection reads it. Thread: any. */
final class Watched {
    private final Stream stream;
    private final Recorder picture = new Recorder();
    private final Recorder sound = new Recorder();

    Watched(Stream stream) {
        this.stream = stream;
        stream.open()
                .thenAccept(tracks ->
                        tracks.forEach(track -> track.addReader(track.kind() == MediaKind.VIDEO ? picture : sound)));
    }

    Stream stream() {
        return stream;
    }

    Recorder picture() {
        return picture;
    }

    Recorder sound() {
        return sound;
    }

    /** What an operator is told of it. */
    String told() {
        return stream.name() + " is " + stream.state() + ": " + stream.status() + ", " + picture.count() + " pictures, "
                + sound.count() + " packets of sound, " + stream.tracks().size() + " tracks, unused "
                + stream.unusedTracks();
    }

    boolean live() {
        return stream.state() == StreamState.LIVE;
    }

    /**
     * By how much the sound is played before (positive) or after the picture that the camera sent at the same moment, in
     * microseconds, after a moment; empty if one of them does not come.
     */
    Optional<Long> apart(long fromMicros, long toMicros) {
        var pictures = picture.between(fromMicros, toMicros);
        var packets = sound.between(fromMicros, toMicros);
        if (pictures.isEmpty() || packets.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(median(packets) - median(pictures));
    }

    private static long median(List<Recorder.Arrival> arrivals) {
        long[] sorted = late(arrivals).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static LongStream late(List<Recorder.Arrival> arrivals) {
        return arrivals.stream().mapToLong(Recorder.Arrival::late);
    }

    /**
     * The longest time for which a viewer who shows each picture at its time, or at once if it comes too late, sees the same
     * picture, in microseconds, whatever the machine did: by timestamps only. A step back counts as long as it is.
     */
    long longestStop(long fromMicros, long toMicros) {
        var arrivals = picture.between(fromMicros, toMicros);
        long longest = 0;
        for (int i = 1; i < arrivals.size(); i++) {
            longest = Math.max(
                    longest,
                    Math.abs(arrivals.get(i).timestamp() - arrivals.get(i - 1).timestamp()));
        }
        return longest;
    }
}
