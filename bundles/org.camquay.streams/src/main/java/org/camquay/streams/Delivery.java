// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.camquay.api.media.Codec;
import org.camquay.api.media.MediaKind;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.media.VideoFormat;

/**
 * What one source has delivered, and what follows from it. Its picture decides where it has one, else its sound: sound
 * alone is no picture. Times are in nanoseconds of any one clock; it knows no time of its own. Thread: any.
 */
final class Delivery {
    /** What is to be done about a source. */
    enum Verdict {
        /** Nothing: its frames flow, or have still time to. */
        WELL,
        /** Something comes, but nothing that readers can use: that is said. */
        STARVED,
        /** Nothing comes, or nothing of use for too long: it is to be closed, and opened again. */
        LOST
    }

    /** So many timeouts after a driver's word, or after the last usable frame, nothing is waited for any longer. */
    static final int MOST_PATIENCE = 6;

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(1);

    private final long timeout;
    private final int patience;
    private final Map<MediaKind, Rhythm> rhythms = new EnumMap<>(MediaKind.class);
    private volatile boolean raw;
    private volatile long begin;
    private volatile String word = "";
    private volatile long wordAt;

    /**
     * Makes one.
     *
     * @param timeout how long frames may stay away
     * @param patience so many times as long while it is not known how often they come
     */
    Delivery(Duration timeout, int patience) {
        this.timeout = timeout.toNanos();
        this.patience = patience;
        for (MediaKind kind : MediaKind.values()) {
            rhythms.put(kind, new Rhythm());
        }
    }

    void announced(TrackFormat format) {
        rhythms.get(format.kind()).announce(format instanceof VideoFormat video ? video.frameRate() : 0);
        if (format instanceof VideoFormat) {
            raw = format.codec().is(Codec.RAW_VIDEO);
        }
    }

    /** The source is open: from now on frames are waited for. */
    void opened(long now) {
        begin = now;
        wordAt = now;
    }

    /** A frame came; {@code usable} if readers got it. */
    void arrived(MediaKind kind, boolean usable, long now) {
        rhythms.get(kind).arrived(now, usable);
        if (usable && kind == kind()) {
            word = "";
        }
    }

    /** The driver says why no frame comes. */
    void waiting(String reason, long now) {
        word = reason;
        wordAt = now;
    }

    /** What decides: the picture, or the sound of a source without one. */
    MediaKind kind() {
        return rhythms.get(MediaKind.VIDEO).announced() ? MediaKind.VIDEO : MediaKind.AUDIO;
    }

    private Rhythm rhythm() {
        return rhythms.get(kind());
    }

    /** Whether a frame came that makes the stream live. */
    boolean flows() {
        return rhythm().flows();
    }

    /** How long it has been live. */
    long lived() {
        return rhythm().lived();
    }

    /** Whether so much came that a silence means something. */
    boolean rhythmKnown() {
        return rhythm().known();
    }

    Verdict verdict(long now) {
        var rhythm = rhythm();
        long limit = limit(kind());
        if (rhythm.quiet(begin, now) <= limit) {
            return Verdict.WELL;
        }
        boolean arrives = rhythm.still(begin, now) < limit;
        boolean excused = !word.isEmpty() && now - wordAt < MOST_PATIENCE * timeout;
        boolean recent = rhythm.quiet(begin, now) < Math.max(limit, MOST_PATIENCE * timeout);
        return excused || arrives && recent ? Verdict.STARVED : Verdict.LOST;
    }

    private long limit(MediaKind kind) {
        return rhythms.get(kind).limit(timeout, patience);
    }

    /** Whether the sound beside a picture stays away. */
    boolean soundSilent(long now) {
        var sound = rhythms.get(MediaKind.AUDIO);
        return kind() == MediaKind.VIDEO && sound.announced() && sound.quiet(begin, now) > limit(MediaKind.AUDIO);
    }

    /** When the verdict may be another, in nanoseconds from now. */
    long untilNextLook(long now) {
        long left = limit(kind()) - rhythm().quiet(begin, now);
        var sound = rhythms.get(MediaKind.AUDIO);
        if (sound.announced() && !soundSilent(now)) {
            left = Math.min(left, limit(MediaKind.AUDIO) - sound.quiet(begin, now));
        }
        return left >= 0 ? left + MOMENT : SECOND;
    }

    /** What is waited for while no frame flows, as a sentence. */
    String waitingFor(long now) {
        String what = kind() == MediaKind.AUDIO
                ? "waiting for the first sound"
                : raw ? "waiting for the first picture" : "waiting for a key frame";
        String why = why(now);
        return why.isEmpty() ? what : what + " (" + why + ")";
    }

    private String why(long now) {
        if (!word.isEmpty()) {
            return word;
        }
        long quiet = rhythm().quiet(begin, now);
        if (quiet < timeout) {
            return "";
        }
        long useless = rhythm().count();
        return useless > 0 && rhythm().still(begin, now) < limit(kind())
                ? "frames come, but none in " + seconds(quiet)
                        + " that a decoder can begin with; shorten the camera's key-frame interval"
                : "nothing in " + seconds(quiet) + soundGoesOn(now);
    }

    /** Why it is given up, as a sentence. */
    String lostBecause(long now) {
        long quiet = rhythm().quiet(begin, now);
        String noun = kind() == MediaKind.AUDIO ? "sound" : "picture";
        boolean starved = !word.isEmpty() || rhythm().still(begin, now) < limit(kind());
        if (starved) {
            return "no " + noun + " in " + seconds(quiet) + ": " + why(now);
        }
        return "no " + noun + (flows() ? " for " : " within ") + seconds(quiet) + soundGoesOn(now)
                + "; check the camera and the network";
    }

    private String soundGoesOn(long now) {
        var sound = rhythms.get(MediaKind.AUDIO);
        boolean goesOn = kind() == MediaKind.VIDEO && sound.flows() && !soundSilent(now);
        return goesOn ? ", though its sound comes" : "";
    }

    /** What an operator should know of a source that is live; empty when all is well. */
    String remark(long now) {
        var sound = rhythms.get(MediaKind.AUDIO);
        return soundSilent(now) ? "no sound for " + seconds(sound.quiet(begin, now)) : "";
    }

    private static String seconds(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(nanos) + " s";
    }
}
