// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.camquay.api.ice.IceRole;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.testkit.net.VirtualNat;
import org.camquay.testkit.net.VirtualNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A viewer whose router gets another address goes on reporting, each second, and checks each 4 to 6 s. */
final class StraysTest {
    /** A report, then a check there and back while the pair in use is asked, five times in 200 ms and three round trips. */
    private static final Duration WORST = Duration.ofMillis(1500);

    private static final String INSIDE = "10.0.0.2";
    private static final InetSocketAddress CAMERA = new InetSocketAddress("192.0.2.1", 4545);
    private static final InetSocketAddress ATTACKER = new InetSocketAddress("203.0.113.66", 1000);

    private final FakeEventLoop loop = new FakeEventLoop();
    private final VirtualNetwork network = new VirtualNetwork(loop, 1);
    private final VirtualNat router = new VirtualNat(
            VirtualNat.Kind.PORT_RESTRICTED, VirtualPeer.ip("198.51.100.1"), List.of(VirtualPeer.ip(INSIDE)));
    private VirtualPeer camera;
    private VirtualPeer viewer;

    @BeforeEach
    void build() {
        network.delay(Duration.ofMillis(20));
        network.add(router);
        camera = new VirtualPeer(loop, network, "192.0.2.1");
        viewer = new VirtualPeer(loop, network, INSIDE);
        camera.heard.known = "of the viewer";
    }

    private void connect(IceRole cameraRole) {
        camera.offerTo(viewer, cameraRole == IceRole.CONTROLLING ? IceRole.CONTROLLED : IceRole.CONTROLLING);
        viewer.offerTo(camera, cameraRole);
        loop.advance(Duration.ofSeconds(3));
        assertThat(camera.isNominated()).isTrue();
    }

    private String selected() {
        return camera.agent.selectedPair().orElseThrow().remote();
    }

    private void attack(String report) throws BindException {
        network.open(ATTACKER).send(RecordingIceListener.report(report), CAMERA);
        loop.advance(Duration.ofSeconds(3));
    }

    @ParameterizedTest
    @EnumSource(IceRole.class)
    void viewersAddress_changes_isFollowedByItsNextReport(IceRole role) {
        connect(role);
        for (int i = 1; i <= 20; i++) {
            var address = "203.0.113." + i;
            router.rebind(VirtualPeer.ip(address));
            long begun = loop.nanoTime();
            while (!selected().contains(address + " ") && loop.nanoTime() - begun < WORST.toNanos()) {
                loop.advance(Duration.ofMillis(500));
                viewer.report("of the viewer");
                loop.advance(Duration.ofMillis(500));
            }
            assertThat(selected()).as("%s", camera.agent.report()).contains(address + " ");
        }
        camera.send("there");
        viewer.send("and back");
        loop.advance(Duration.ofMillis(100));
        assertThat(viewer.heard.packets).contains("there");
        assertThat(camera.heard.packets).contains("and back");
    }

    /** The pair that a peer moved to last need not be nominated yet when the peer moves again. */
    @ParameterizedTest
    @EnumSource(IceRole.class)
    void viewersAddress_changesAgainAtOnce_isFollowedAsFast(IceRole role) {
        connect(role);
        for (int i = 1; i <= 20; i++) {
            var address = "203.0.113." + i;
            router.rebind(VirtualPeer.ip(address));
            for (int waited = 0; !selected().contains(address + " ") && waited < 1_500; waited += 10) {
                if (waited % 500 == 300) {
                    viewer.report("of the viewer");
                }
                loop.advance(Duration.ofMillis(10));
            }
            assertThat(selected()).as("%s", camera.agent.report()).contains(address + " ");
        }
    }

    @Test
    void report_withOtherKeys_isNotEvenAnswered() throws BindException {
        connect(IceRole.CONTROLLED);
        attack("of somebody else");
        assertThat(camera.heard.strays).containsExactly("of somebody else");
        assertThat(camera.agent.pairs()).noneMatch(pair -> pair.remote().contains("203.0.113.66"));
        assertThat(camera.heard.selected).hasSize(1);
    }

    /** Somebody on the way took a report and sends it from elsewhere: the viewer answers where it always did. */
    @ParameterizedTest
    @EnumSource(IceRole.class)
    void report_carriedElsewhere_movesNothing(IceRole role) throws BindException {
        connect(role);
        var before = selected();
        attack("of the viewer");
        loop.advance(Duration.ofSeconds(10));
        assertThat(selected()).isEqualTo(before);
        assertThat(camera.heard.selected).hasSize(1);
    }

    @Test
    void report_whileThePeerIsHeard_isShownToNobody() throws BindException {
        connect(IceRole.CONTROLLED);
        loop.advance(Duration.ofMillis(100));
        viewer.send("media");
        loop.advance(Duration.ofMillis(100));
        attack("of the viewer");
        assertThat(camera.heard.strays).isEmpty();
    }

    @Test
    void show_flood_isBounded() {
        var shown = new AtomicInteger();
        var inboxes = new ArrayList<Inbox>();
        for (int i = 0; i < 3 * Strays.AGENTS; i++) {
            inboxes.add(new Inbox(loop, (transport, remote, packet) -> shown.addAndGet(packet.remaining())));
        }
        loop.advance(Duration.ofNanos(2 * Strays.QUIET));
        var strays = new Strays();
        var report = RecordingIceListener.report("");
        assertThat(Strays.isReport(report)).isTrue();
        assertThat(Strays.isReport(ByteBuffer.wrap(new byte[] {(byte) 0x80}))).isFalse();
        assertThat(Strays.isReport(RecordingIceListener.packet("media"))).isFalse();
        int looked = 0;
        long begun = System.nanoTime();
        for (int i = 0; i < 10_000; i++) {
            looked += strays.show(inboxes, null, ATTACKER, report) ? 1 : 0;
        }
        long seconds = (System.nanoTime() - begun) / 1_000_000_000;
        loop.run();
        assertThat(looked).isBetween(1, (int) (51 * (seconds + 2)));
        assertThat(shown.get()).isEqualTo(looked * Strays.AGENTS * report.remaining());
    }
}
