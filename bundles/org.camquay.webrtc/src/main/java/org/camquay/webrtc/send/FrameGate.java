// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import org.camquay.webrtc.congestion.Bandwidth;
import org.camquay.webrtc.congestion.Pacer;
import org.camquay.webrtc.congestion.PathState;
import org.camquay.webrtc.policy.SendPolicy;
import org.camquay.webrtc.policy.SendTuning;

/**
 * Does for one viewer's pictures what {@link SendPolicy} decides: lets them out, leaves them out, stops and goes on again.
 * Looks for a better path.
 */
final class FrameGate implements Pacer.Rate {
    private final SendTuning tuning;
    private final SendPath path;
    private final Bandwidth bandwidth;
    private final Cursor cursor;
    private final QualitySwitch quality;
    private final SenderCounters counters;
    private final RepairDelay repairDelay;
    private final PathProbe probe;
    private final StallProbe stallProbe;
    private final EncoderWish encoder;
    private final KeyFrameRequests keyFrames;
    private final SendPolicy policy;
    private PathState known;
    private SendPolicy.Stream stream;
    /** The one that is partly out; null between two pictures. */
    private SendPolicy.Picture picture;

    /** Index of the key frame that was sent last, and since when. */
    private long keyIndex = -1;

    private long keyBegan;
    private long stalledSince;

    /** @param probes null for a viewer to which nothing can be sent again in a stream of its own */
    FrameGate(
            SendTuning tuning,
            SendPath path,
            Cursor cursor,
            QualitySwitch quality,
            Repair repair,
            Probes probes,
            EncoderWish encoder) {
        this.tuning = tuning;
        this.path = path;
        this.bandwidth = path.bandwidth();
        this.cursor = cursor;
        this.quality = quality;
        this.counters = repair.counters();
        this.repairDelay = repair.delay();
        this.probe = probes == null ? null : probes.path();
        this.stallProbe = probes == null ? null : probes.stall();
        this.encoder = encoder;
        this.keyFrames = repair.keyFrames();
        this.policy = new SendPolicy(tuning);
    }

    /** What repair needs. */
    record Repair(SenderCounters counters, RepairDelay delay, KeyFrameRequests keyFrames) {}

    /** Of a viewer to which packets can be sent again in a stream of their own. */
    record Probes(PathProbe path, StallProbe stall) {
        /** @param sendNew what the stream does as soon as something gets through again */
        static Probes of(
                SendPath path,
                PacketWriter writer,
                SenderCounters counters,
                SendTuning.Probing tuning,
                Runnable sendNew) {
            return new Probes(
                    new PathProbe(path, writer, counters, tuning),
                    new StallProbe(path, writer, counters, tuning, sendNew));
        }
    }

    /** What the viewer gets, and why. */
    SendPolicy policy() {
        return policy;
    }

    /** Whether the viewer gets key frames only, because its path is too small for more. */
    boolean thinned() {
        return policy.keyFramesOnly();
    }

    /** Whether nothing is sent, since nothing gets through. */
    boolean stalled() {
        return policy.state() == SendPolicy.State.STALLED;
    }

    /** Whether the path is why the viewer does not get all there is. */
    boolean limited() {
        return stalled() || thinned() || better() > 0;
    }

    private long better() {
        return Math.max(quality.better(), encoder.missing());
    }

    /** Whether the picture at the cursor is to be sent. */
    boolean decided() {
        return picture != null;
    }

    /** Before anything is sent: whether nothing is to be, since nothing gets through. The cursor may be elsewhere then. */
    boolean shut(long now) {
        known = bandwidth.state(now);
        switch (policy.gate(known, stallProbe != null && stallProbe.ready(), now)) {
            case SHUT -> {
                if (stallProbe.begin()) {
                    abandon();
                    stalledSince = bandwidth.silentSince();
                }
                return true;
            }
            case RESUME -> resume(now);
            case OPEN -> {
                if (thinned() && !known.measured()) {
                    bandwidth.seek(cursor.packets().bitrate(), now); // a key frame under way may take seconds
                }
            }
        }
        return false;
    }

    private void resume(long now) {
        stallProbe.stop();
        abandon();
        bandwidth.pacer().forgive();
        boolean shown = cursor.resume(keyBegan >= stalledSince ? keyIndex : -1);
        if (!shown) {
            keyFrames.ask(quality.current(), now);
        }
    }

    /** At the beginning of a picture: whether it is sent. If not, the cursor is elsewhere. */
    boolean begin(TrackPacket.Frame frame, long now) {
        var packets = cursor.packets();
        long key = packets.keyIndex();
        boolean behind = cursor.behind();
        long waited = behind ? 0 : now - frame.arrivedNanos();
        if (key > cursor.next() && (behind || waited > tuning.fit().late())) {
            cursor.leap(frame, key); // a newer place to begin is there already
            return false;
        }
        look(packets, now);
        var next = new SendPolicy.Picture(frame.key(), frame.bytes(), waited, behind);
        if (!policy.takes(known, stream, next, now)) {
            cursor.leap(frame, key);
            waiting(now);
            return false;
        }
        if (!thinned() && !stalled()) {
            seek(stream.better(), now);
            if (frame.key()) {
                bandwidth.beginProbe(false);
            }
            repairDelay.adapt(frame.key(), behind, counters.roundTripNanos(bandwidth));
        }
        if (frame.key()) {
            keyIndex = frame.first();
            keyBegan = now;
        }
        picture = next;
        bandwidth.pacer().frame(known.limited() ? 0 : frame.bytes(), this, now);
        return true;
    }

    /** Looks at the stream, and whether its encoder is to make less. */
    private void look(TrackPackets packets, long now) {
        boolean smaller = quality.smaller();
        encoder.update(packets, smaller, known, now);
        long missing = encoder.missing();
        var seen = new SendPolicy.Stream(
                packets.bitrate(),
                Math.max(quality.better(), missing),
                smaller,
                missing > 0,
                packets.viewers(path.loop()));
        stream = seen.equals(stream) ? stream : seen; // so that the new one is hardly ever kept
    }

    /** How fast the picture under way goes out now. */
    @Override
    public long bitsPerSecond(long now) {
        return policy.pace(known, stream, picture);
    }

    /** In the middle of a picture that waits for the pacer: whether the rest of it is given up. */
    boolean givesUp(TrackPacket.Frame frame, long now) {
        // On a path that has just become too small one picture may take a second: too long for the encoder to go on as
        // before.
        look(cursor.packets(), now);
        long waited = cursor.behind() ? 0 : now - frame.arrivedNanos();
        return policy.givesUp(known, stream, waited, now);
    }

    /** A picture is out; its last packet has that number. */
    void end(TrackPacket last, long lastNumber) {
        picture = null;
        bandwidth.pacer().endFrame(this);
        var frame = last.frame();
        if (frame.key()) {
            bandwidth.endProbe();
            if (probe != null) {
                long firstNumber = lastNumber - (frame.end() - 1 - frame.first());
                probe.material(cursor.packets(), frame.first(), frame.end(), firstNumber);
                stallProbe.material(last, (int) lastNumber);
            }
        }
    }

    /** The peer has missed something. */
    void onNack() {
        counters.nackCount++;
        repairDelay.onLoss();
    }

    /** A report says that the peer has missed something. */
    void onLoss() {
        repairDelay.onLoss();
    }

    /** The rest of a picture is never sent. */
    void abandon() {
        bandwidth.endProbe();
        bandwidth.pacer().endFrame(this);
        picture = null;
    }

    /** The viewer gets another quality from now on. */
    void changed() {
        policy.changed();
        bandwidth.pacer().forgive();
        keyIndex = -1;
        if (probe != null) {
            probe.forget();
        }
    }

    /** There may be nothing to be sent before the next key frame. */
    void waiting(long now) {
        if (cursor.waiting() && thinned()) {
            encoder.update(cursor.packets(), quality.smaller(), known, now);
            seek(cursor.packets().bitrate(), now);
        }
    }

    /** @param better bits a second of what the viewer does not get; 0 when it gets all there is */
    private void seek(long better, long now) {
        if (!known.measured()) {
            bandwidth.seek(better, now);
        } else if (probe != null && better == 0) {
            probe.whileFull(now);
        } else if (probe != null) {
            probe.whileThinned(better, now);
        }
    }

    /** Ends what is under way. */
    void close() {
        if (probe != null) {
            probe.stop();
            stallProbe.stop();
        }
    }
}
