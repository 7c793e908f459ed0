// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.camquay.api.media.Codec;
import org.camquay.api.stream.FrameReader;
import org.camquay.api.stream.Subscription;
import org.camquay.api.stream.Track;
import org.camquay.rtp.RtpPacket;
import org.camquay.testkit.FakeClock;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.testkit.H264Samples;
import org.camquay.webrtc.congestion.Bandwidth;
import org.camquay.webrtc.transport.PacketOutlet;
import org.junit.jupiter.api.Test;

/** Viewers of one track beside each other. */
class TrackRegistryTest {
    private static final Codec H264 = H264Samples.format().codec();
    private static final long PATIENCE_SECONDS = 20;

    private final FakeEventLoop loop = new FakeEventLoop();
    private final TrackRegistry registry = new TrackRegistry(new FakeClock(), loop::nanoTime);
    private final ClipTrack track = new ClipTrack(H264Samples.format(), H264);

    private RtpSender sender(Track of, PacketOutlet outlet) {
        return new RtpSender(
                of,
                H264,
                SendParameters.plain(96, 7),
                new SendPath(loop, outlet, new Bandwidth()),
                registry,
                new PlayoutDelay(0, 0),
                new SecureRandom());
    }

    private RtpSender watch(PacketOutlet outlet) {
        var sender = sender(track, outlet);
        loop.run(sender::start);
        return sender;
    }

    private void push(int from, int to) {
        for (int i = from; i < to; i++) {
            track.push(H264Samples.frame(i));
            loop.run();
        }
    }

    @Test
    void sendNew_oneOutletThrows_othersGetAllAndItsOwnerIsTold() {
        var before = new CapturedPath();
        watch(before);
        var failing = sender(track, new PlainOutlet() {
            @Override
            void onPacket(RtpPacket packet, int length) {
                throw new IllegalStateException("broken");
            }
        });
        List<Throwable> told = new ArrayList<>();
        failing.onFailure(cause -> {
            told.add(cause);
            failing.stop();
        });
        loop.run(failing::start);
        var after = new CapturedPath();
        watch(after);
        push(0, 15);
        assertThat(before.frames()).isEqualTo(15);
        assertThat(after.frames()).isEqualTo(15);
        assertThat(told).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void join_whileTheFirstViewerIsGivenAllThatIsKept_nobodyWaits() throws Exception {
        var replaying = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var slow = new ClipTrack("slow", H264Samples.format(), H264) {
            @Override
            public Subscription addReader(FrameReader reader) {
                replaying.countDown();
                try {
                    assertThat(goOn.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return super.addReader(reader);
            }
        };
        slow.push(H264Samples.frame(0));
        var elsewhere = new FakeEventLoop();
        var first = sender(slow, new CapturedPath());
        var joined = CompletableFuture.runAsync(() -> registry.join(slow, H264, elsewhere, first));
        assertThat(replaying.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        var others = CompletableFuture.runAsync(() -> {
            registry.join(track, H264, loop, sender(track, new CapturedPath()));
            registry.join(slow, H264, loop, sender(slow, new CapturedPath()));
        });
        assertThat(others).succeedsWithin(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(joined).isNotDone();
        goOn.countDown();
        assertThat(joined).succeedsWithin(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(slow.readers()).isOne();
    }

    @Test
    void join_trackThatThrows_isOpenedByTheNextOne() {
        var broken = new ClipTrack("broken", H264Samples.format(), H264) {
            private boolean once;

            @Override
            public Subscription addReader(FrameReader reader) {
                if (!once) {
                    once = true;
                    throw new IllegalStateException("ended");
                }
                return super.addReader(reader);
            }
        };
        var sender = sender(broken, new CapturedPath());
        assertThatThrownBy(() -> registry.join(broken, H264, loop, sender)).hasMessage("ended");
        registry.join(broken, H264, loop, sender);
        assertThat(broken.readers()).isOne();
        registry.leave(broken, loop, sender);
        assertThat(broken.readers()).isZero();
    }

    @Test
    void leave_lastViewerOfALoop_nothingOfTheLoopStays() {
        var elsewhere = new FakeEventLoop();
        var first = sender(track, new CapturedPath());
        var second = sender(track, new CapturedPath());
        var packets = registry.join(track, H264, loop, first);
        registry.join(track, H264, elsewhere, second);
        assertThat(packets.loops()).isEqualTo(2);
        registry.leave(track, elsewhere, second);
        assertThat(packets.loops()).isOne();
    }
}
