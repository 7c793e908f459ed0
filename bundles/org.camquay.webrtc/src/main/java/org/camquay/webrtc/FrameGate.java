// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

import java.util.concurrent.TimeUnit;

/** Decides at the beginning of each picture of a viewer whether it goes out, and how fast; looks for a better path. */
final class FrameGate {
    /** A picture that waited longer gives way to a newer key frame. */
    private static final long LATE = TimeUnit.MILLISECONDS.toNanos(100);

    private final SendPath path;
    private final Bandwidth bandwidth;
    private final Cursor cursor;
    private final QualitySwitch quality;
    private final SenderCounters counters;
    private final RepairDelay repairDelay;
    private final PathProbe probe;
    private final EncoderWish encoder;
    private final Adaptation adaptation;
    private boolean decided;

    /** @param probe null where there is nothing to make bursts of */
    FrameGate(
            SendPath path,
            Cursor cursor,
            QualitySwitch quality,
            SenderCounters counters,
            RepairDelay repairDelay,
            PathProbe probe,
            EncoderWish encoder) {
        this.path = path;
        this.bandwidth = path.bandwidth();
        this.cursor = cursor;
        this.quality = quality;
        this.counters = counters;
        this.repairDelay = repairDelay;
        this.probe = probe;
        this.encoder = encoder;
        this.adaptation = new Adaptation(bandwidth);
    }

    /** Whether the viewer gets key frames only, because its path is too small for more. */
    boolean thinned() {
        return adaptation.thinned();
    }

    /** Whether the path is why the viewer does not get all there is. */
    boolean limited() {
        return thinned() || quality.better() > 0 || encoder.missing() > 0;
    }

    /** Whether the picture at the cursor is to be sent, at the pacer's present rate. */
    boolean decided() {
        return decided;
    }

    /** At the beginning of a picture: whether it is sent. If not, the cursor is elsewhere. */
    boolean begin(TrackPacket.Frame frame, long now) {
        var packets = cursor.packets();
        long key = packets.keyIndex();
        boolean behind = cursor.behind();
        long waited = behind ? 0 : now - frame.arrivedNanos();
        if (key > cursor.next() && (behind || waited > LATE)) {
            cursor.leap(frame, key); // a newer place to begin is there already
            return false;
        }
        boolean smaller = quality.smaller();
        encoder.update(packets, smaller, now);
        long stream = packets.bitrate();
        adaptation.alternative(smaller);
        adaptation.following(encoder.missing() > 0);
        if (!adaptation.takes(frame.key(), stream, waited, now)) {
            cursor.leap(frame, key);
            waiting(now);
            return false;
        }
        if (!adaptation.thinned()) {
            look(now);
            if (frame.key()) {
                bandwidth.beginProbe(false);
            }
            repairDelay.adapt(frame.key(), behind, counters.roundTripNanos(bandwidth));
        }
        boolean spread = frame.key() || !behind;
        long rate = adaptation.pace(stream, spread ? frame.bytes() : 0, packets.viewers(path.loop()), now);
        bandwidth.pacer().rate(rate, now);
        bandwidth.pacer().frame(bandwidth.limited(now) ? 0 : frame.bytes());
        decided = true;
        return true;
    }

    /** In the middle of a picture that waits for the pacer: whether the rest of it is given up. */
    boolean givesUp(TrackPacket.Frame frame, long now) {
        // On a path that has just become too small one picture may take a second: too long for the encoder to go on as
        // before.
        encoder.update(cursor.packets(), quality.smaller(), now);
        long waited = cursor.behind() ? 0 : now - frame.arrivedNanos();
        return adaptation.givesUp(cursor.packets().bitrate(), waited, now);
    }

    /** A picture is out; its last packet has that number. */
    void end(TrackPacket.Frame frame, long lastNumber) {
        decided = false;
        if (frame.key()) {
            bandwidth.endProbe();
            if (probe != null) {
                long firstNumber = lastNumber - (frame.end() - 1 - frame.first());
                probe.material(cursor.packets(), frame.first(), frame.end(), firstNumber);
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
        decided = false;
    }

    /** The viewer gets another quality from now on. */
    void changed() {
        adaptation.changed();
        bandwidth.pacer().forgive();
        if (probe != null) {
            probe.forget();
        }
    }

    /** Looks whether the path takes a better quality than the viewer gets. */
    private void look(long now) {
        seek(Math.max(quality.better(), encoder.missing()), now);
    }

    /** There may be nothing to be sent before the next key frame. */
    void waiting(long now) {
        if (cursor.waiting() && adaptation.thinned()) {
            encoder.update(cursor.packets(), quality.smaller(), now);
            seek(cursor.packets().bitrate(), now);
        }
    }

    /** @param better bits a second of what the viewer does not get; 0 when it gets all there is */
    private void seek(long better, long now) {
        if (!bandwidth.measured()) {
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
        }
    }
}
