// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

import java.util.concurrent.TimeUnit;
import org.camquay.api.media.Codec;
import org.camquay.api.media.MediaKind;
import org.camquay.api.net.EventLoop;
import org.camquay.api.stream.Track;

/** What a viewer reads of a track: one of its qualities, and the one it is to get next, until that has a key frame. */
final class QualitySwitch {
    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long ASK_AGAIN = TimeUnit.SECONDS.toNanos(1);
    /** Nobody wakes who reads a muted track. */
    private static final long SILENT_INTERVAL = TimeUnit.MILLISECONDS.toNanos(250);

    private final boolean video;
    private final Codec codec;
    private final EventLoop loop;
    private final TrackRegistry registry;
    private final RtpSender sender;
    private final RtpClock clock;
    private final QualityChoice choice;
    private Track current;
    private TrackPackets packets;
    private Track pending;
    private TrackPackets pendingPackets;
    private long askedAt;
    private long lookedAt;
    private EventLoop.Timer timer;
    private long changes;

    QualitySwitch(
            QualityChoice choice,
            Codec codec,
            EventLoop loop,
            TrackRegistry registry,
            RtpClock clock,
            RtpSender sender) {
        this.video = codec.kind() == MediaKind.VIDEO;
        this.choice = choice;
        this.codec = codec;
        this.loop = loop;
        this.registry = registry;
        this.clock = clock;
        this.sender = sender;
    }

    /** Begins with the best that has data. */
    TrackPackets open() {
        current = choice.first();
        lookedAt = loop.nanoTime();
        packets = registry.join(current, codec, loop, sender);
        return packets;
    }

    /** What the viewer gets. */
    Track current() {
        return current;
    }

    /** Whether it gets another one from a key frame on that is yet to come. */
    boolean changing() {
        return pending != null;
    }

    /** How often it has got another one. */
    long changes() {
        return changes;
    }

    /** Bits a second of a better one that the path is too small for; 0 for none. */
    long better() {
        return choice.better();
    }

    /** Whether there is a smaller one to go to. */
    boolean smaller() {
        return choice.smaller(current);
    }

    /** Looks whether the viewer should get another one; to be called often. */
    void look(boolean tooSmall, long now) {
        if (packets.silent() && timer == null && !choice.none()) {
            timer = loop.schedule(this::lookAgain, SILENT_INTERVAL);
        }
        if (now - lookedAt < INTERVAL) {
            return;
        }
        lookedAt = now;
        var wanted = choice.choose(current, pending, tooSmall, now);
        if (wanted == current) {
            abandon();
        } else if (wanted != pending) {
            abandon();
            pending = wanted;
            pendingPackets = registry.join(wanted, codec, loop, sender);
            askedAt = now - ASK_AGAIN;
        }
        if (pending != null && video && now - askedAt >= ASK_AGAIN) {
            askedAt = now;
            pending.requestKeyFrame();
        }
    }

    private void lookAgain() {
        timer = null;
        sender.sendNew();
    }

    /** Where in the pending one the viewer can go on, after the last packet it got; -1 for nowhere yet. */
    long place() {
        if (pending == null) {
            return -1;
        }
        long index = video ? pendingPackets.startIndex() : pendingPackets.ring().head() - 1;
        var first = pendingPackets.ring().get(index);
        boolean there = first != null && clock.later(pendingPackets, first);
        return there ? index : -1;
    }

    /** Goes there. */
    void move(Cursor cursor, long index, long now) {
        clock.moveTo(pendingPackets, pendingPackets.ring().get(index));
        cursor.moveTo(pendingPackets, index);
        leave(current);
        current = pending;
        packets = pendingPackets;
        pending = null;
        changes++;
        choice.changed(now);
    }

    private void abandon() {
        if (pending != null) {
            leave(pending);
            pending = null;
        }
    }

    private void leave(Track track) {
        // Not at once: those who read it may be being served just now, one after the other.
        loop.execute(() -> registry.leave(track, loop, sender));
    }

    /** Ends. */
    void close() {
        abandon();
        registry.leave(current, loop, sender);
        if (timer != null) {
            timer.cancel();
        }
    }
}
