// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import java.util.concurrent.TimeUnit;
import org.camquay.api.media.Codec;
import org.camquay.api.media.MediaKind;
import org.camquay.api.net.EventLoop;
import org.camquay.api.stream.Track;

/** What a viewer reads of a track: one of its qualities, and the one it is to get next, until that has a key frame. */
final class QualitySwitch {
    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long ASK_AGAIN = TimeUnit.SECONDS.toNanos(1);
    /** A muted track wakes none of its readers, so this looks by itself. */
    private static final long SILENT_INTERVAL = TimeUnit.MILLISECONDS.toNanos(250);
    /** Least time between two pictures on the wire, microseconds: what {@link BacklogClock} keeps, and some more. */
    private static final long STEP = 1_200;

    private final boolean video;
    private final Codec codec;
    private final EventLoop loop;
    private final TrackRegistry registry;
    private final TrackViewer viewer;
    private final RtpClock clock;
    private final QualityChoice choice;
    private final boolean retimes;
    private Track current;
    private TrackPackets packets;
    private Track pending;
    private TrackPackets pendingPackets;
    private boolean down;
    private long askedAt;
    private long lookedAt;
    private EventLoop.Timer timer;
    private long changes;

    /** @param retimes whether what is sent late can be given other timestamps */
    QualitySwitch(
            QualityChoice choice,
            boolean retimes,
            Codec codec,
            EventLoop loop,
            TrackRegistry registry,
            RtpClock clock,
            TrackViewer viewer) {
        this.video = codec.kind() == MediaKind.VIDEO;
        this.choice = choice;
        this.retimes = retimes;
        this.codec = codec;
        this.loop = loop;
        this.registry = registry;
        this.clock = clock;
        this.viewer = viewer;
    }

    /** Begins with the best that has data. */
    TrackPackets open() {
        current = choice.first();
        lookedAt = loop.nanoTime();
        packets = registry.join(current, codec, loop, viewer);
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
            down = tooSmall;
            pendingPackets = registry.join(wanted, codec, loop, viewer);
            askedAt = now - ASK_AGAIN;
        }
        if (pending != null && video && now - askedAt >= ASK_AGAIN) {
            askedAt = now;
            viewer.askForKeyFrame(pending, now);
        }
    }

    private void lookAgain() {
        timer = null;
        viewer.sendNew();
    }

    /** Where in the pending one the viewer can go on, after the last packet it got; -1 for nowhere yet. */
    long place() {
        if (pending == null) {
            return -1;
        }
        long index = video ? pendingPackets.startIndex() : pendingPackets.ring().head() - 1;
        var first = pendingPackets.ring().get(index);
        boolean there = first != null && (clock.later(pendingPackets, first) || backlog(index, first));
        return there ? index : -1;
    }

    /** Whether to begin with a key frame older than what the viewer has seen, rather than to wait for the next. */
    private boolean backlog(long index, TrackPacket first) {
        var latest = pendingPackets.ring().get(pendingPackets.ring().head() - 1);
        if (!retimes || !video || !down || latest == null) {
            return false;
        }
        // What is moved in time must fit between the last picture sent and the camera's last.
        long pictures = latest.frame().number() - first.frame().number() + 1;
        double rate = codec.clockRate();
        long own = keyInterval(pendingPackets);
        long interval = own > 0 ? own : keyInterval(packets);
        return clock.later(pendingPackets, latest, pictures * STEP)
                && choice.catchesUp(pending, pendingPackets.ageOf(index) / rate, interval / rate, loop.nanoTime());
    }

    /** Ticks between the last two key frames, as far as the ring still has them; else 0. */
    private static long keyInterval(TrackPackets of) {
        var ring = of.ring();
        var key = ring.get(of.keyIndex());
        var before = key;
        do {
            before = before == null ? null : ring.get(before.frame().first() - 1);
        } while (before != null && !before.frame().key());
        return before == null ? 0 : Math.max(0, key.timestamp() - before.timestamp());
    }

    /** Goes there. */
    void move(Cursor cursor, long index, long now) {
        var ring = pendingPackets.ring();
        var first = ring.get(index);
        // A backlog is timed as it is sent, up to the camera's last picture, which keeps its time.
        clock.moveTo(pendingPackets, clock.later(pendingPackets, first) ? first : ring.get(ring.head() - 1));
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
        loop.execute(() -> registry.leave(track, loop, viewer));
    }

    /** Ends. */
    void close() {
        abandon();
        registry.leave(current, loop, viewer);
        if (timer != null) {
            timer.cancel();
        }
    }
}
