// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import java.security.SecureRandom;
import java.util.function.Consumer;
import org.camquay.api.media.Codec;
import org.camquay.api.media.MediaKind;
import org.camquay.api.net.EventLoop;
import org.camquay.api.peer.PeerStats;
import org.camquay.api.stream.Track;
import org.camquay.rtp.rtcp.SenderReport;
import org.camquay.webrtc.policy.SendTuning;

/**
 * Sends one track to one viewer (W3C {@code RTCRtpSender}): from the track's shared packets, with a header of its own.
 * A viewer whose path is full skips to the next key frame; nothing is queued for it. Thread: the connection's loop.
 */
public final class RtpSender implements TrackViewer {
    private final SendParameters parameters;
    private final SendPath path;
    private final RtpClock clock;
    private final PacketWriter writer;
    private final Retransmitter retransmitter;
    private final SenderCounters counters = new SenderCounters();
    private final Cursor cursor;
    private final QualitySwitch quality;
    private final FrameGate gate;
    private final KeyFrameRequests keyFrames;
    private final OutboundReport report;
    private final Repairs repairs;
    private final PeerFeedback feedback;
    private final boolean video;
    private final Runnable resume = this::resume;
    private Consumer<Throwable> owner = cause -> stop();
    private EventLoop.Timer timer;
    private boolean open;

    /**
     * A sender of that track in that codec; nothing is read or sent before {@link #start}.
     *
     * @param random for first sequence numbers and timestamps
     */
    public RtpSender(
            Track track,
            Codec codec,
            SendParameters parameters,
            SendPath path,
            TrackRegistry registry,
            PlayoutDelay playoutDelay,
            SecureRandom random) {
        var tuning = SendTuning.DEFAULT;
        this.parameters = parameters;
        this.path = path;
        this.video = codec.kind() == MediaKind.VIDEO;
        this.clock = new RtpClock(codec.clockRate(), random.nextInt() & 0xffffffffL);
        // Below 32768, so that a peer that misses the first packets guesses the roll-over counter (RFC 3711 §3.3.1).
        var sequence = new SequenceMap(random.nextInt(0x4000) + 1);
        this.cursor = new Cursor(sequence, counters);
        this.writer = new PacketWriter(
                parameters, path, playoutDelay, codec.clockRate(), clock.offset(), random.nextInt(0x4000) + 1);
        this.retransmitter = new Retransmitter(path, writer, sequence, counters, tuning.repair());
        this.report = new OutboundReport(codec, parameters.ssrc(), clock, counters, cursor);
        var bandwidth = path.bandwidth();
        this.keyFrames = new KeyFrameRequests(path, counters, tuning.asking());
        this.quality = new QualitySwitch(
                new QualityChoice(track, bandwidth, tuning.fit()),
                parameters.rtx(),
                codec,
                path.loop(),
                registry,
                clock,
                this);
        this.gate = new FrameGate(
                tuning,
                path,
                cursor,
                quality,
                new FrameGate.Repair(
                        counters, new RepairDelay(playoutDelay, bandwidth, writer, tuning.repair()), keyFrames),
                parameters.rtx() ? FrameGate.Probes.of(path, writer, counters, tuning.probing(), this::sendNew) : null,
                new EncoderWish(this, tuning.encoder()));
        this.repairs = new Repairs(path, cursor, gate, quality, keyFrames, retransmitter, parameters.nack());
        this.feedback = new PeerFeedback(codec, path, counters, repairs);
    }

    long ssrc() {
        return parameters.ssrc();
    }

    /** Takes what the peer says of this stream. */
    PeerFeedback feedback() {
        return feedback;
    }

    /** {@code newOwner} is told, on the loop, that sending failed by an exception; to be set before the start. */
    public void onFailure(Consumer<Throwable> newOwner) {
        owner = newOwner;
    }

    /** Sending failed by an exception: the owner is told, and ends the connection. */
    @Override
    public void fail(Throwable cause) {
        if (open) {
            owner.accept(cause);
        }
    }

    /** Begins, with the frames since the last key frame. */
    public void start() {
        open = true;
        repairs.open(true);
        if (video && parameters.rtx()) {
            path.bandwidth().onLost(ssrc(), feedback::onLost);
        }
        cursor.open(quality.open());
        boolean begun = cursor.begin();
        if (!begun || cursor.stale()) {
            keyFrames.ask(quality.current(), path.loop().nanoTime());
        }
        if (begun) {
            sendNew();
        }
    }

    /** Ends. Idempotent. */
    public void stop() {
        if (open) {
            open = false;
            repairs.open(false);
            quality.close();
            gate.close();
        }
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** Sends what is new on the track, as fast as the path takes it: what it does not take now stays in the ring. */
    @Override
    public void sendNew() {
        if (!open) {
            return;
        }
        long now = path.loop().nanoTime();
        if (video && gate.shut(now)) {
            return;
        }
        quality.look(gate.thinned(), now);
        do {
            if (!gate.decided()) {
                changeQuality(now);
            }
            if (cursor.waiting() && !cursor.begin()) {
                keyFrames.waiting(quality.current(), now);
                gate.waiting(now);
                return;
            }
            keyFrames.satisfied();
            boolean all = sendOpen(now);
            var dropped = path.outlet().flush();
            if (dropped.any()) {
                skip(cursor.uncount(dropped), now);
            } else if (!all) {
                skip(cursor.next(), now);
            }
        } while (!gate.decided() && quality.place() >= 0);
    }

    /** Goes to another quality, if one is wanted and can be decoded from here on. */
    private void changeQuality(long now) {
        long place = quality.place();
        if (place >= 0) {
            quality.move(cursor, place, now);
            writer.timestampOffset(clock.offset());
            retransmitter.changed();
            gate.changed();
        }
    }

    /** Puts out what the pacer lets through, or up to where the quality changes; false if the path takes no more. */
    private boolean sendOpen(long now) {
        var ring = cursor.packets().ring();
        long head = ring.head();
        if (gate.decided()) {
            path.bandwidth().pacer().batch(now);
        }
        while (!cursor.waiting() && cursor.next() < head) {
            var packet = ring.get(cursor.next());
            if (packet == null) {
                return false;
            }
            if (video && packet.beginsFrame() && !gate.decided()) {
                if (quality.place() >= 0) {
                    return true;
                }
                if (!gate.begin(packet.frame(), now)) {
                    continue;
                }
                writer.begin(cursor.packets(), packet, cursor.behind(), now);
            }
            if (video && !path.bandwidth().pacer().open(now)) {
                pause();
                return !gate.givesUp(packet.frame(), now);
            }
            if (!send(packet, now)) {
                return false;
            }
        }
        if (cursor.next() == head) {
            cursor.caughtUp(now);
        }
        return true;
    }

    private boolean send(TrackPacket packet, long now) {
        long number = cursor.take();
        int bytes = writer.send(packet, (int) number, now);
        if (bytes < 0) {
            return false;
        }
        if (!video) {
            // Sound goes out at once; where the path is taken to be worst, it would leave nothing for the picture.
            path.bandwidth().pacer().spare(bytes);
        }
        counters.sent(packet, bytes, now);
        if (packet.endsFrame() && !cursor.behind()) {
            counters.delivered(cursor.ageMicros(packet.frame(), now));
        }
        retransmitter.mediaSent(bytes);
        cursor.sent(number);
        clock.sent(cursor.packets(), packet);
        if (video && packet.endsFrame()) {
            gate.end(packet, number);
            if (packet.frame().key()) {
                keyFrames.sent(now);
                retransmitter.keySent(packet.frame(), now);
            }
        }
        return true;
    }

    private void pause() {
        if (timer == null) {
            timer = path.loop().schedule(resume, path.bandwidth().pacer().pause());
        }
    }

    private void resume() {
        timer = null;
        sendNew();
    }

    /** The socket is full, or the path is: what cannot be sent now is never sent, from that packet to the next key frame. */
    private void skip(long lost, long now) {
        gate.abandon();
        boolean goesOn = cursor.cut(lost, !gate.thinned());
        if (!goesOn && !gate.thinned()) {
            keyFrames.skipped(quality.current(), cursor.lastNumber(), now);
        }
    }

    /** A path to the peer works, for the first time or again. */
    public void onPath() {
        if (open && video && cursor.waiting()) {
            keyFrames.await(quality.current(), path.loop().nanoTime());
        }
    }

    /** The peer has moved to another address: packets that went to its old one since are lost. */
    public void onMoved() {
        repairs.onMoved();
    }

    /** A sender report for this moment, or null when nothing was sent yet. */
    SenderReport senderReport(long nowEpochMicros) {
        return report.toPeer(open, nowEpochMicros);
    }

    /** Whether the peer gets key frames only, because its path is too small for more. */
    boolean thinned() {
        return gate.thinned();
    }

    /** The name of the stream the peer gets. */
    String quality() {
        return quality.current().label();
    }

    /** What was sent, and what the peer says of it. */
    public PeerStats.OutboundRtp stats() {
        return report.stats(open, quality, gate, path.loop().nanoTime());
    }

    @Override
    public void askForKeyFrame(Track of, long now) {
        keyFrames.ask(of, now);
    }
}
