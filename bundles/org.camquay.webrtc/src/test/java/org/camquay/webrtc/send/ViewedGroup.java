// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.camquay.api.media.Codec;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.testkit.H264Samples;
import org.camquay.webrtc.congestion.Bandwidth;
import org.camquay.webrtc.congestion.Bottleneck;

/**
 * One viewer of 2 Mbit/s ("main") or 0.4 Mbit/s ("sub"), of a camera that gives key frames when it likes, each second or less often;
 * behind a line of 4 Mbit/s that holds 250 ms. On virtual time.
 */
final class ViewedGroup {
    static final int RATE = 25;

    private static final Codec H264 = H264Samples.format().codec();
    private static final long ONE_WAY = 25;

    final FakeEventLoop loop = new FakeEventLoop();
    final Bottleneck link = new Bottleneck(4e6, ONE_WAY);
    final Bandwidth bandwidth = new Bandwidth();
    final Spectator viewer = new Spectator(loop, link, ONE_WAY);
    final RtpSender sender;
    private final ClipTrack main = new ClipTrack("main", H264Samples.format(), H264);
    private final ClipTrack sub = new ClipTrack("sub", H264Samples.format(), H264);
    private final int group;
    private final int phase;
    private final Runnable eachMilli;
    private long frame;

    ViewedGroup(int phase, boolean measured, Runnable eachMilli) {
        this(RATE, phase, measured, eachMilli);
    }

    /**
     * @param group frames from key frame to key frame
     * @param phase by how many frames the smaller stream's key frames are earlier
     * @param eachMilli what the peer does
     */
    ViewedGroup(int group, int phase, boolean measured, Runnable eachMilli) {
        this.group = group;
        this.phase = phase;
        this.eachMilli = eachMilli;
        main.bitrate(2_000_000);
        sub.bitrate(400_000);
        link.queue(250);
        loop.advance(Duration.ofSeconds(5));
        if (measured) {
            bandwidth.useTransportWide();
        }
        sender = new RtpSender(
                new ClipGroup(List.of(main, sub)),
                H264,
                new SendParameters(
                        96, Spectator.MEDIA, 112, Spectator.RTX, new HeaderExtensions(measured ? 1 : 0, 2, 0), true),
                new SendPath(loop, viewer, bandwidth),
                new TrackRegistry(loop.clock(), loop::nanoTime),
                new PlayoutDelay(0, 1000),
                new SecureRandom());
        loop.run(sender::start);
    }

    private void push(ClipTrack track, int keyBytes, int deltaBytes, int shift) {
        boolean key = frame == 0 || (frame + shift) % group == 0;
        track.push(key, key ? keyBytes : deltaBytes, (byte) 0x55, frame * 1_000_000 / RATE);
    }

    void run(double seconds) {
        for (int i = 0; i < seconds * RATE; i++) {
            push(main, 30_000, 9_150, 0);
            push(sub, 8_000, 1_750, phase);
            frame++;
            loop.run();
            for (int step = 0; step < 1_000 / RATE; step++) {
                loop.advance(Duration.ofMillis(1));
                eachMilli.run();
                viewer.look(sender.feedback()::onNack);
            }
        }
    }

    /** Seconds until the viewer gets that one, at most so many. */
    double secondsUntil(String quality, double most) {
        double waited = 0;
        for (; !sender.quality().equals(quality) && waited < most; waited += 0.2) {
            run(0.2);
        }
        return waited;
    }

    long now() {
        return loop.nanoTime();
    }
}
