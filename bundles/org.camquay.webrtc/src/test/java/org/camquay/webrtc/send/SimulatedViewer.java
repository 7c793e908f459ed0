// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.camquay.api.media.Codec;
import org.camquay.rtp.RtpPacket;
import org.camquay.rtp.rtcp.GenericNack;
import org.camquay.rtp.rtcp.ReceiverEstimatedMaxBitrate;
import org.camquay.rtp.rtcp.ReportBlock;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.testkit.H264Samples;
import org.camquay.webrtc.congestion.Bandwidth;
import org.camquay.webrtc.congestion.Bottleneck;

/**
 * A viewer of a camera of 2 Mbit/s with 25 pictures a second, whose path goes away and comes back, on virtual time. The
 * camera gives key frames when it likes; it answers requests if it is told to.
 */
final class SimulatedViewer {
    static final int RATE = 25;

    private static final Codec H264 = H264Samples.format().codec();
    private static final long ONE_WAY = 25;
    private static final int BYTES_A_SECOND = 250_000;
    private static final int REPORT_EVERY = 1_000;
    private static final int LOOK_EVERY = 4;

    final FakeEventLoop loop;
    final Bottleneck link;
    final Bandwidth bandwidth = new Bandwidth();
    final Spectator viewer;
    final ClipTrack track;
    final RtpSender sender;
    private final TrackRegistry registry;
    /** All of the camera. */
    private final List<SimulatedViewer> viewers;

    private final List<Long> sentAt = new ArrayList<>();
    private final List<Integer> sentBytes = new ArrayList<>();
    private ScriptedPeer peer;
    private final int group;
    private final int keyBytes;
    private final int deltaBytes;
    private boolean answers;
    private int answered;
    private boolean down;
    private long frame;
    private int keyFrames;
    private long millis;
    private long bytesReported;

    /**
     * The first viewer of a camera.
     *
     * @param group pictures from key frame to key frame
     */
    SimulatedViewer(ScriptedPeer peer, double capacity, int keyBytes, int group) {
        this(null, new FakeEventLoop(), peer, capacity, keyBytes, group);
    }

    /** Another viewer of the same camera. */
    SimulatedViewer beside(ScriptedPeer other, double capacity) {
        return new SimulatedViewer(this, loop, other, capacity, keyBytes, group);
    }

    private SimulatedViewer(
            SimulatedViewer first, FakeEventLoop loop, ScriptedPeer peer, double capacity, int keyBytes, int group) {
        this.loop = loop;
        this.track = first == null ? new ClipTrack("main", H264Samples.format(), H264) : first.track;
        this.registry = first == null ? new TrackRegistry(loop.clock(), loop::nanoTime) : first.registry;
        this.viewers = first == null ? new ArrayList<>() : first.viewers;
        viewers.add(this);
        this.peer = peer;
        this.group = group;
        this.keyBytes = keyBytes;
        this.deltaBytes = (BYTES_A_SECOND * group / RATE - keyBytes) / (group - 1);
        link = new Bottleneck(capacity, ONE_WAY);
        link.queue(250);
        viewer = new Spectator(loop, link, ONE_WAY) {
            @Override
            void onPacket(RtpPacket packet, int length) {
                sentAt.add(loop.nanoTime());
                sentBytes.add(length);
                super.onPacket(packet, length);
            }
        };
        if (first == null) {
            loop.advance(Duration.ofSeconds(5));
        }
        boolean numbered = peer != ScriptedPeer.RECEIVER_ESTIMATE;
        if (numbered) {
            bandwidth.useTransportWide();
        }
        track.bitrate(BYTES_A_SECOND * 8);
        sender = new RtpSender(
                track,
                H264,
                new SendParameters(
                        96, Spectator.MEDIA, 112, Spectator.RTX, new HeaderExtensions(numbered ? 1 : 0, 2, 0), true),
                new SendPath(loop, viewer, bandwidth),
                registry,
                new PlayoutDelay(0, 1000),
                new SecureRandom());
        loop.run(sender::start);
    }

    /** The camera answers a request with its next picture. */
    SimulatedViewer answering() {
        answers = true;
        return this;
    }

    /** Nothing goes through any more, in neither direction; or all again. */
    void down(boolean now) {
        down = now;
        link.loss(now ? 1 : 0);
    }

    /** The peer reports in another way from now on. */
    void only(ScriptedPeer now) {
        peer = now;
    }

    /** Nothing that the peer says is heard any more, or all again. */
    void unheard(boolean now) {
        down = now;
    }

    /** How many key frames the camera has made. */
    int keyFrames() {
        return keyFrames;
    }

    /** How many the camera has made. */
    long pictures() {
        return frame;
    }

    /** Lets time pass, for all viewers of the camera; to be called of the first. */
    void run(double seconds) {
        run(seconds, () -> {});
    }

    /** @param eachMilli what else happens */
    void run(double seconds, Runnable eachMilli) {
        for (int i = 0; i < seconds * RATE; i++) {
            push();
            for (int step = 0; step < 1_000 / RATE; step++) {
                loop.advance(Duration.ofMillis(1));
                viewers.forEach(SimulatedViewer::pass);
                eachMilli.run();
            }
            if (frame % RATE == 0) {
                viewers.forEach(v -> loop.run(() -> v.bandwidth.onTick(now())));
            }
        }
    }

    private void pass() {
        millis++;
        report();
        if (millis % LOOK_EVERY == 0) {
            viewer.look(this::hear);
        }
    }

    private void hear(GenericNack nack) {
        if (!down) {
            sender.feedback().onNack(nack);
        }
    }

    private void push() {
        boolean asked = answers && track.keyFrameRequests() > answered;
        answered = track.keyFrameRequests();
        boolean key = frame % group == 0 || asked;
        keyFrames += key ? 1 : 0;
        track.push(key, key ? keyBytes : deltaBytes, (byte) 0x55, frame++ * 1_000_000 / RATE);
        loop.run();
    }

    private void report() {
        switch (peer) {
            case TRANSPORT_WIDE -> {
                var feedback = down ? null : link.feedback(now());
                if (feedback != null) {
                    loop.run(() -> bandwidth.onFeedback(feedback, now()));
                }
            }
            case RECEIVER_ESTIMATE -> {
                if (!down && millis % REPORT_EVERY == 0) {
                    bandwidth.onFeedback(new ReceiverEstimatedMaxBitrate(1, 4_000_000, List.of()), now());
                    receiverReport();
                }
            }
            case AGREED_BUT_REPORTS_ONLY -> {
                if (!down && millis % REPORT_EVERY == 0) {
                    receiverReport();
                }
            }
            case AGREED_BUT_SILENT -> {}
        }
    }

    private void receiverReport() {
        var block = new ReportBlock(Spectator.MEDIA, 0, 0, viewer.latest(), 0, 0, 0);
        loop.run(() -> sender.feedback().onReport(block, 0));
    }

    long now() {
        return loop.nanoTime();
    }

    /** Bits sent since a moment. */
    double bitsSince(long from) {
        double bits = 0;
        for (int i = 0; i < sentAt.size(); i++) {
            bits += sentAt.get(i) >= from ? sentBytes.get(i) * 8.0 : 0;
        }
        return bits;
    }

    /** Milliseconds between two pictures. */
    long longestGap() {
        long longest = 0;
        for (int i = 1; i < viewer.shown.size(); i++) {
            longest = Math.max(longest, viewer.shown.get(i) - viewer.shown.get(i - 1));
        }
        return longest / 1_000_000;
    }

    /** Milliseconds from a moment to the next picture shown; a very long time for none. */
    long firstShownAfter(long from) {
        return viewer.shown.stream()
                .filter(at -> at > from)
                .mapToLong(at -> (at - from) / 1_000_000)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }
}
