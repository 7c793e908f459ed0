// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.camquay.api.ice.IceParameters;
import org.camquay.api.ice.IceRole;
import org.camquay.api.ice.IceTransportState;
import org.camquay.stun.AttributeType;
import org.camquay.stun.StunKey;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMethod;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.testkit.net.VirtualNat;
import org.camquay.testkit.net.VirtualNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The viewer's router gets another address while it watches. The viewer notices nothing, since each of its checks is
 * answered, and never nominates anew: an agent of ours, which checks each 4 to 6 s.
 */
final class RebindingTest {
    /** Until the viewer's next check: 5 s, times 1.2; then the pair in use is asked. */
    private static final Duration WORST = Duration.ofMillis(6500);

    private static final String INSIDE = "10.0.0.2";
    private static final InetSocketAddress CAMERA = new InetSocketAddress("192.0.2.1", 4545);

    private final FakeEventLoop loop = new FakeEventLoop();
    private final VirtualNetwork network = new VirtualNetwork(loop, 1);
    private final VirtualNat router = new VirtualNat(
            VirtualNat.Kind.PORT_RESTRICTED, VirtualPeer.ip("198.51.100.1"), List.of(VirtualPeer.ip(INSIDE)));
    private VirtualPeer camera;
    private VirtualPeer viewer;
    private int moves;

    @BeforeEach
    void build() {
        network.delay(Duration.ofMillis(20));
        network.add(router);
        camera = new VirtualPeer(loop, network, "192.0.2.1");
        viewer = new VirtualPeer(loop, network, INSIDE);
    }

    private void connect(IceRole cameraRole) {
        camera.offerTo(viewer, cameraRole == IceRole.CONTROLLING ? IceRole.CONTROLLED : IceRole.CONTROLLING);
        viewer.offerTo(camera, cameraRole);
        loop.advance(Duration.ofSeconds(3));
        assertThat(camera.isNominated()).isTrue();
        assertThat(viewer.isNominated()).isTrue();
    }

    private void rebind() {
        moves++;
        router.rebind(VirtualPeer.ip("203.0.113." + moves));
    }

    private boolean sees() {
        return camera.agent.selectedPair().orElseThrow().remote().contains("203.0.113." + moves + " ");
    }

    /** Until the camera sends to the new address. */
    private Duration untilSeen(Duration limit) {
        long begun = loop.nanoTime();
        while (!sees() && loop.nanoTime() - begun < limit.toNanos()) {
            loop.advance(Duration.ofMillis(10));
        }
        assertThat(sees()).as("%s", camera.agent.report()).isTrue();
        return Duration.ofNanos(loop.nanoTime() - begun);
    }

    private void assertPacketsPass(String text) {
        camera.send(text);
        viewer.send(text);
        loop.advance(Duration.ofMillis(100));
        assertThat(viewer.heard.packets).contains(text);
        assertThat(camera.heard.packets).contains(text);
    }

    @ParameterizedTest
    @EnumSource(IceRole.class)
    void viewersAddress_changes_itsNewPairIsUsedInTheSameSession(IceRole role) {
        connect(role);
        var parameters = camera.agent.localParameters();
        rebind();
        assertThat(untilSeen(Duration.ofMinutes(1))).isLessThanOrEqualTo(WORST);
        assertPacketsPass("elsewhere");
        loop.advance(Duration.ofMinutes(2));
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.COMPLETED);
        assertThat(camera.isNominated()).isEqualTo(role == IceRole.CONTROLLING);
        assertThat(camera.heard.states).doesNotContain(IceTransportState.DISCONNECTED, IceTransportState.FAILED);
        assertThat(viewer.heard.states).doesNotContain(IceTransportState.DISCONNECTED, IceTransportState.FAILED);
        assertThat(camera.agent.localParameters()).isEqualTo(parameters);
        assertPacketsPass("still there");
    }

    @ParameterizedTest
    @CsvSource({"CONTROLLING,0.05", "CONTROLLED,0.05", "CONTROLLING,0.2", "CONTROLLED,0.2"})
    void viewersAddress_changesOnALossyPath_isFollowedToo(IceRole role, double loss) {
        connect(role);
        network.loss(loss);
        for (int i = 0; i < 20; i++) {
            rebind();
            untilSeen(Duration.ofSeconds(25));
            loop.advance(Duration.ofSeconds(7));
        }
        network.loss(0);
        assertPacketsPass("after all");
    }

    @ParameterizedTest
    @EnumSource(IceRole.class)
    void viewersAddress_changesMoreOftenThanPairsAreKept_isFollowed(IceRole role) {
        connect(role);
        for (int i = 0; i < 2 * Checklist.PAIR_LIMIT; i++) {
            rebind();
            untilSeen(WORST);
        }
        assertThat(camera.agent.pairs()).hasSizeLessThanOrEqualTo(Checklist.PAIR_LIMIT);
        assertPacketsPass("at last");
    }

    @ParameterizedTest
    @EnumSource(IceRole.class)
    void viewersAddress_changesBack_isFollowed(IceRole role) {
        connect(role);
        rebind();
        untilSeen(WORST);
        loop.advance(Duration.ofSeconds(40));
        router.rebind(VirtualPeer.ip("198.51.100.1"));
        loop.advance(WORST);
        assertPacketsPass("back again");
    }

    /** The invite of the restart goes over a WebSocket that died with the old address. */
    @ParameterizedTest
    @EnumSource(IceRole.class)
    void viewersAddress_changesWhileARestartIsNotAnswered_isFollowed(IceRole role) {
        connect(role);
        camera.run(camera.agent::restart);
        loop.advance(Duration.ofSeconds(1));
        rebind();
        assertThat(untilSeen(Duration.ofMinutes(1))).isLessThanOrEqualTo(WORST);
        assertPacketsPass("without signaling");
        loop.advance(Duration.ofMinutes(1));
        assertThat(camera.isConnected()).isTrue();
        assertPacketsPass("a minute later");
    }

    @ParameterizedTest
    @EnumSource(IceRole.class)
    void viewersAddress_changesAfterARestartFailed_isFollowed(IceRole role) {
        connect(role);
        camera.run(camera.agent::restart);
        camera.run(() -> camera.agent.setRemoteParameters(new IceParameters("nobodyAt", "aPasswordThatNobodyHas00")));
        loop.advance(Duration.ofSeconds(45));
        assertThat(camera.isConnected()).isTrue();
        rebind();
        assertThat(untilSeen(Duration.ofMinutes(1))).isLessThanOrEqualTo(WORST);
        assertPacketsPass("the old generation goes on");
    }

    @Test
    void report_afterAMove_saysWhichPairAndWhy() {
        connect(IceRole.CONTROLLED);
        assertThat(camera.agent.report().selectionReason()).isEqualTo("the peer nominated it");
        rebind();
        untilSeen(WORST);
        assertThat(camera.agent.report().selectionReason())
                .isEqualTo("the peer answers there, and no longer over the pair that was nominated");
        assertThat(camera.heard.selected).hasSize(2);
    }

    @Test
    void pairInUse_isSilentForAWhile_isNoChangeOfPair() {
        connect(IceRole.CONTROLLING);
        network.block((from, to) -> true);
        loop.advance(Duration.ofSeconds(20));
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.DISCONNECTED);
        network.block((from, to) -> false);
        loop.advance(Duration.ofSeconds(7));
        assertThat(camera.isConnected()).isTrue();
        assertThat(camera.heard.selected).hasSize(1);
    }

    /** A check with the true password, sent again by somebody who saw it pass, moves nothing: the peer must answer ours. */
    @ParameterizedTest
    @EnumSource(IceRole.class)
    void viewersCheck_replayedFromElsewhere_movesNothing(IceRole role) throws BindException {
        var overheard = new ArrayList<byte[]>();
        viewer.ports.fate = packet -> {
            overheard.add(packet.clone());
            return List.of(packet);
        };
        connect(role);
        viewer.ports.fate = List::of;
        var used = camera.agent.selectedPair().orElseThrow().remote();
        for (int port = 1000; port < 1300; port++) {
            var attacker = network.open(new InetSocketAddress("203.0.113.66", port));
            for (var each : overheard) {
                attacker.send(ByteBuffer.wrap(each), CAMERA);
            }
            loop.advance(Duration.ofMillis(50));
        }
        loop.advance(Duration.ofSeconds(10));
        assertThat(camera.agent.selectedPair().orElseThrow().remote()).isEqualTo(used);
        assertThat(camera.heard.selected).hasSize(1);
        assertPacketsPass("untouched");
        rebind();
        untilSeen(WORST);
    }

    @Test
    void request_forged_doesNotEvenAskThePairInUse() throws BindException {
        connect(IceRole.CONTROLLED);
        loop.advance(Duration.ofSeconds(1));
        var attacker = network.open(new InetSocketAddress("203.0.113.66", 1000));
        long before = network.sent();
        var forged = StunMessage.request(StunMethod.BINDING)
                .add(
                        AttributeType.USERNAME,
                        camera.agent.localParameters().usernameFragment() + ":"
                                + viewer.agent.localParameters().usernameFragment())
                .add(AttributeType.PRIORITY, 1L)
                .integrity(StunKey.shortTerm("guess"))
                .fingerprint()
                .build();
        attacker.send(forged.buffer(), CAMERA);
        loop.advance(Duration.ofMillis(1000));
        // The request, the refusal, and at most one request for consent each way with its answer; in doubt there are
        // ten.
        assertThat(network.sent() - before).isLessThanOrEqualTo(6);
        assertThat(camera.agent.pairs()).noneMatch(pair -> pair.remote().contains("203.0.113.66"));
    }
}
