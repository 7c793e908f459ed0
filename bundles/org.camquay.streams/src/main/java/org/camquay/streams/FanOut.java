// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntPredicate;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.MediaKind;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.stream.Subscription;
import org.camquay.api.stream.TrackStats;

/**
 * One input, many readers. The input changes over time: only the present one is heard. Its format is passed on with the
 * first frame that needs it, a key frame; until then, and after the input was lost, the readers are muted. Thread: any.
 */
final class FanOut {
    private final MediaKind kind;
    private final Runnable onReaders;
    private final KeyFrameRequests keyFrames;
    private final TargetBitrate targetBitrate;
    private final GopCache cache;
    private final Meter meter;
    private final List<Place> places = new CopyOnWriteArrayList<>();
    private Object input;
    private TrackFormat format;
    private boolean formatDue = true;
    private boolean muted = true;
    private boolean ended;

    /**
     * Makes one.
     *
     * @param onReaders called, without a lock, when readers came or went
     * @param onKeyFrameNeeded passes a request on to the input
     * @param onTargetBitrate tells the input what readers can take; returns whether it follows
     */
    FanOut(MediaKind kind, Core core, Runnable onReaders, Runnable onKeyFrameNeeded, IntPredicate onTargetBitrate) {
        this.kind = kind;
        this.onReaders = onReaders;
        this.keyFrames = new KeyFrameRequests(core.timers(), core.settings(), onKeyFrameNeeded);
        this.targetBitrate = new TargetBitrate(core.timers(), this::mostWanted, onTargetBitrate);
        this.cache = new GopCache(core.settings());
        this.meter = new Meter(core.timers());
    }

    static boolean isKey(MediaFrame frame) {
        return !(frame instanceof EncodedFrame encoded) || encoded.isKey();
    }

    /** Hears only this input from now on. */
    synchronized void connect(Object from) {
        if (input == from) {
            return;
        }
        input = from;
        formatDue = true;
        cache.clear();
    }

    void format(Object from, TrackFormat next) {
        synchronized (this) {
            if (input == from) {
                format = next;
                formatDue = true;
                cache.clear();
            }
        }
    }

    /** A frame for the readers. Returns whether they get it: no delta frame is of use before a key frame. */
    boolean frame(Object from, MediaFrame frame) {
        synchronized (this) {
            if (input != from || ended || formatDue && !isKey(frame) || format == null) {
                return false;
            }
            if (muted) {
                leave(Place.Signal.UNMUTED);
            }
            if (muted || formatDue) {
                leave(format);
            }
            muted = false;
            formatDue = false;
            meter.count(frame);
            if (isKey(frame)) {
                keyFrames.satisfied();
            }
            if (kind == MediaKind.VIDEO) {
                cache.add(frame);
            }
            leave(frame);
        }
        deliver();
        return true;
    }

    /** No data for now. */
    void mute(Object from) {
        mute(from, from);
    }

    /** This input is heard no more, and there is no other yet. */
    void disconnect(Object from) {
        mute(from, null);
    }

    private void mute(Object from, Object next) {
        synchronized (this) {
            if (input != from || ended) {
                return;
            }
            input = next;
            formatDue = true;
            cache.clear();
            if (!muted) {
                muted = true;
                leave(Place.Signal.MUTED);
            }
        }
        deliver();
    }

    void end() {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            muted = true;
            input = null;
            cache.clear();
            leave(Place.Signal.ENDED);
        }
        deliver();
        places.clear();
        onReaders.run();
    }

    Subscription add(MediaReader reader) {
        var place = new Place(reader, this::remove, this::targetChanged);
        boolean waits = false;
        synchronized (this) {
            if (format != null) {
                place.leave(format);
            }
            cache.frames().forEach(place::leave);
            if (ended) {
                place.leave(Place.Signal.ENDED);
            } else if (muted) {
                place.leave(Place.Signal.MUTED);
            } else if (cache.frames().isEmpty()) {
                place.awaitKeyFrame();
                waits = kind == MediaKind.VIDEO;
            }
            if (!ended) {
                places.add(place);
            }
        }
        onReaders.run();
        targetChanged();
        place.begin();
        if (waits) {
            requestKeyFrame();
        }
        return place;
    }

    private void remove(Place place) {
        if (places.remove(place)) {
            onReaders.run();
            targetChanged();
        }
    }

    private boolean targetChanged() {
        return kind == MediaKind.VIDEO && targetBitrate.update();
    }

    private int mostWanted() {
        return places.stream().mapToInt(Place::targetBitrate).max().orElse(Subscription.UNLIMITED);
    }

    /** What the input was told last of what readers can take. */
    int targetBitrate() {
        return targetBitrate.told();
    }

    /** The input has a new encoder, which is to be told. */
    void repeatTargetBitrate() {
        targetBitrate.repeat();
    }

    private void leave(Object event) {
        for (Place place : places) {
            place.leave(event);
        }
    }

    private void deliver() {
        for (Place place : places) {
            place.deliver();
        }
    }

    synchronized Optional<TrackFormat> format() {
        return Optional.ofNullable(format);
    }

    synchronized boolean muted() {
        return muted;
    }

    synchronized boolean ended() {
        return ended;
    }

    /** Asks the input for a key frame, unless one was asked for just now. */
    void requestKeyFrame() {
        if (kind == MediaKind.VIDEO && !muted()) {
            keyFrames.request();
        }
    }

    int readers() {
        return places.size();
    }

    synchronized TrackStats stats(int readers) {
        return meter.stats(readers);
    }
}
