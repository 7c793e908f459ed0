// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import java.util.List;
import org.camquay.api.media.MediaKind;
import org.camquay.api.stream.Track;
import org.camquay.webrtc.congestion.Bandwidth;
import org.camquay.webrtc.policy.SendTuning;

/** Which of a track's qualities a viewer gets: the best one its path takes; of sound the best there is. */
final class QualityChoice {
    private final SendTuning.Fit fit;
    private final Track track;
    private final Bandwidth bandwidth;
    private long changedAt;
    private long better;

    QualityChoice(Track track, Bandwidth bandwidth, SendTuning.Fit fit) {
        this.fit = fit;
        this.track = track;
        this.bandwidth = bandwidth;
    }

    /** Whether there will never be another one than the track itself. */
    boolean none() {
        var all = track.qualities();
        return all.size() == 1 && all.get(0) == track;
    }

    /** The one to begin with. */
    Track first() {
        var all = track.qualities();
        return all.stream().filter(t -> !t.muted()).findFirst().orElseGet(() -> all.isEmpty() ? track : all.get(0));
    }

    /** The viewer gets another one from now on. */
    void changed(long now) {
        changedAt = now;
    }

    /** Bits a second of the next better one, when it is the path that keeps the viewer from it; else 0. */
    long better() {
        return better;
    }

    /**
     * Chooses anew.
     *
     * @param current what the viewer gets now
     * @param pending what it was to get next, or null
     * @param tooSmall whether the path is too small for the current one
     */
    Track choose(Track current, Track pending, boolean tooSmall, long now) {
        better = 0;
        var all = track.qualities();
        if (all.size() == 1 && all.get(0) == current) {
            return current;
        }
        var live = all.stream().filter(t -> !t.muted()).toList();
        if (live.isEmpty()) {
            return current;
        }
        if (track.kind() == MediaKind.AUDIO) {
            return live.get(0);
        }
        int place = live.indexOf(current);
        if (place < 0) {
            return fitting(live, now);
        }
        if (tooSmall) {
            var smaller = live.subList(place + 1, live.size());
            better = smaller.isEmpty() && place > 0 ? bitrate(live.get(place - 1)) : 0;
            return smaller.isEmpty() ? current : fitting(smaller, now);
        }
        return place > 0 && now - changedAt > fit.stay()
                ? larger(live.subList(0, place), current, pending, now)
                : current;
    }

    /**
     * Whether a viewer better begins with the last key frame of a smaller one than with its next: the pictures since are
     * sent before that comes.
     *
     * @param age of that key frame, seconds
     * @param interval from key frame to key frame, seconds
     */
    boolean catchesUp(Track smaller, double age, double interval, long now) {
        double stream = bitrate(smaller);
        double spare = fit.catchUp() * bandwidth.target(now) - stream;
        return stream > 0 && spare > 0 && age * stream / spare < interval - age;
    }

    /** Whether there is a smaller one to go to. */
    boolean smaller(Track current) {
        var all = track.qualities();
        boolean live = false;
        // from the smallest on, since it is asked for each picture of each viewer
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).equals(current)) {
                return live;
            }
            live |= !all.get(i).muted();
        }
        return false;
    }

    private Track fitting(List<Track> tracks, long now) {
        long target = bandwidth.target(now);
        return tracks.stream().filter(t -> bitrate(t) <= target).findFirst().orElse(tracks.get(tracks.size() - 1));
    }

    private Track larger(List<Track> tracks, Track current, Track pending, long now) {
        long target = bandwidth.target(now);
        for (var candidate : tracks) {
            long bitrate = bitrate(candidate);
            if (bitrate > 0 && target >= (candidate == pending ? fit.stillBetter() : fit.better()) * bitrate) {
                return candidate;
            }
            better = bitrate;
        }
        return current;
    }

    private static long bitrate(Track track) {
        return track.stats().bitrate();
    }
}
