// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceException;
import org.camquay.api.ice.IceGatheringState;
import org.camquay.api.ice.IceRole;
import org.camquay.api.ice.IceTransportState;
import org.camquay.net.Addresses;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.testkit.net.VirtualNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FullIceAgentTest {
    private final FakeEventLoop loop = new FakeEventLoop();
    private final VirtualNetwork network = new VirtualNetwork(loop, 1);
    private final VirtualPeer camera = new VirtualPeer(loop, network, "192.0.2.1");
    private final VirtualPeer viewer = new VirtualPeer(loop, network, "198.51.100.1");

    private static IceRole other(IceRole role) {
        return role == IceRole.CONTROLLING ? IceRole.CONTROLLED : IceRole.CONTROLLING;
    }

    private void connect() {
        camera.offerTo(viewer, IceRole.CONTROLLED);
        viewer.offerTo(camera, IceRole.CONTROLLING);
        loop.advance(Duration.ofMillis(200));
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.COMPLETED);
        assertThat(viewer.agent.state()).isEqualTo(IceTransportState.COMPLETED);
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
    void agents_candidatesAfterParameters_connectWithinRoundTrips(IceRole ours) {
        camera.offerTo(viewer, other(ours));
        viewer.offerTo(camera, ours);
        loop.advance(Duration.ofMillis(10));
        assertThat(camera.isConnected()).isTrue();
        assertThat(viewer.isConnected()).isTrue();
        loop.advance(Duration.ofMillis(100));
        assertThat(camera.isNominated()).isTrue();
        assertThat(viewer.isNominated()).isTrue();
        assertThat(camera.heard.states)
                .containsExactly(IceTransportState.CHECKING, IceTransportState.CONNECTED, IceTransportState.COMPLETED);
        assertThat(camera.heard.gathering).containsExactly(IceGatheringState.GATHERING, IceGatheringState.COMPLETE);
        assertPacketsPass("hello");
    }

    @ParameterizedTest
    @EnumSource(IceRole.class)
    void agents_candidatesBeforeParameters_connect(IceRole ours) {
        camera.run(camera.agent::gather);
        viewer.run(viewer.agent::gather);
        camera.trickleTo(viewer);
        viewer.trickleTo(camera);
        camera.run(() -> camera.agent.start(ours));
        viewer.run(() -> viewer.agent.start(other(ours)));
        assertThat(camera.heard.states).isEmpty();
        camera.parametersTo(viewer);
        viewer.parametersTo(camera);
        loop.advance(Duration.ofMillis(200));
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.COMPLETED);
        assertThat(viewer.agent.state()).isEqualTo(IceTransportState.COMPLETED);
    }

    @Test
    void controlled_checksBeforeRemoteParameters_areAnsweredAndRemembered() {
        camera.run(camera.agent::gather);
        viewer.offerTo(camera, IceRole.CONTROLLING);
        camera.run(() -> camera.agent.start(IceRole.CONTROLLING));
        viewer.run(viewer.agent::gather);
        camera.parametersTo(viewer);
        camera.trickleTo(viewer);
        loop.advance(Duration.ofMillis(20));
        viewer.run(() -> viewer.agent.start(IceRole.CONTROLLED));
        loop.advance(Duration.ofMillis(10));
        assertThat(viewer.isConnected()).isTrue();
        assertThat(camera.isConnected()).isTrue();
        loop.advance(Duration.ofMillis(100));
        assertThat(viewer.isNominated()).isTrue();
    }

    @Test
    void controlling_nominatesWhileControlledDoesNotKnowIt_isNominatedOnceItDoes() {
        camera.run(camera.agent::gather);
        viewer.run(viewer.agent::gather);
        viewer.parametersTo(camera);
        camera.run(() -> camera.agent.start(IceRole.CONTROLLING));
        viewer.trickleTo(camera);
        loop.advance(Duration.ofMillis(300));
        assertThat(camera.isNominated()).isTrue();
        assertThat(viewer.agent.state()).isEqualTo(IceTransportState.NEW);
        viewer.run(() -> viewer.agent.start(IceRole.CONTROLLED));
        camera.parametersTo(viewer);
        loop.advance(Duration.ofMillis(10));
        assertThat(viewer.isNominated()).isTrue();
        assertPacketsPass("late");
    }

    @ParameterizedTest
    @EnumSource(IceRole.class)
    void agents_onlyOneKnowsCandidates_otherFindsPeerReflexive(IceRole ours) {
        camera.run(camera.agent::gather);
        viewer.run(viewer.agent::gather);
        camera.parametersTo(viewer);
        viewer.parametersTo(camera);
        VirtualPeer.tell(
                camera,
                List.of(new IceCandidate(
                        "candidate:1 1 udp 2122260223 3f2c.local 54321 typ host generation 0", "0", 0, null)));
        camera.run(() -> camera.agent.start(ours));
        viewer.run(() -> viewer.agent.start(other(ours)));
        camera.trickleTo(viewer);
        loop.advance(Duration.ofMillis(400));
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.CONNECTED);
        assertThat(camera.isNominated()).isTrue();
        assertThat(viewer.isNominated()).isTrue();
        assertThat(camera.agent.selectedPair().orElseThrow().remote()).contains("typ prflx");
        assertPacketsPass("found");
    }

    @Test
    void peerReflexive_signaledLater_becomesThatCandidate() {
        camera.run(camera.agent::gather);
        viewer.run(viewer.agent::gather);
        camera.parametersTo(viewer);
        viewer.parametersTo(camera);
        camera.run(() -> camera.agent.start(IceRole.CONTROLLING));
        viewer.run(() -> viewer.agent.start(IceRole.CONTROLLED));
        camera.trickleTo(viewer);
        loop.advance(Duration.ofMillis(400));
        viewer.trickleTo(camera);
        assertThat(camera.agent.selectedPair().orElseThrow().remote()).contains("typ host");
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.COMPLETED);
        assertThat(camera.agent.pairs()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(IceRole.class)
    void agents_sameRole_agreeOnTwo(IceRole same) {
        camera.offerTo(viewer, same);
        viewer.offerTo(camera, same);
        loop.advance(Duration.ofMillis(300));
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.COMPLETED);
        assertThat(viewer.agent.state()).isEqualTo(IceTransportState.COMPLETED);
        assertThat(camera.isNominated()).isTrue();
        assertThat(viewer.isNominated()).isTrue();
        assertPacketsPass("settled");
    }

    @Test
    void agents_thirtyPercentLossAndDelay_connectEveryTime() {
        for (int seed = 0; seed < 200; seed++) {
            var lossyLoop = new FakeEventLoop();
            var lossy = new VirtualNetwork(lossyLoop, seed);
            lossy.delay(Duration.ofMillis(40));
            lossy.loss(0.3);
            var one = new VirtualPeer(lossyLoop, lossy, "192.0.2.1", "2001:db8::1");
            var two = new VirtualPeer(lossyLoop, lossy, "198.51.100.1", "2001:db8::2");
            var roles = IceRole.values();
            one.offerTo(two, roles[seed % 2]);
            two.offerTo(one, roles[seed / 2 % 2]);
            lossyLoop.advance(Duration.ofSeconds(12));
            assertThat(one.isNominated() && two.isNominated())
                    .as("seed %d: %s, %s", seed, one.agent.diagnosis(), two.agent.diagnosis())
                    .isTrue();
            assertThat(one.agent.selectedPair().orElseThrow().local())
                    .as("seed %d: the same pair", seed)
                    .contains(address(two.agent.selectedPair().orElseThrow().remote()));
        }
    }

    private static String address(String candidate) {
        return candidate.split(" ")[4];
    }

    @Test
    void controlling_twoFamilies_prefersSixAndTakesFourWhereSixIsBlocked() {
        for (boolean blocked : new boolean[] {false, true}) {
            var dualLoop = new FakeEventLoop();
            var dual = new VirtualNetwork(dualLoop, 7);
            dual.block((from, to) -> blocked && Addresses.text(from).startsWith("["));
            var one = new VirtualPeer(dualLoop, dual, "2001:db8::1", "192.0.2.1");
            var two = new VirtualPeer(dualLoop, dual, "2001:db8::2", "198.51.100.1");
            one.offerTo(two, IceRole.CONTROLLED);
            two.offerTo(one, IceRole.CONTROLLING);
            dualLoop.advance(Duration.ofMillis(100));
            assertThat(two.isNominated()).isTrue();
            assertThat(one.agent.selectedPair().orElseThrow().remote()).contains(blocked ? "198.51" : "2001:db8");
        }
    }

    @Test
    void agent_nobodyAnswers_failsAfterThirtySecondsWithCounts() {
        network.block((from, to) -> true);
        camera.offerTo(viewer, IceRole.CONTROLLED);
        viewer.offerTo(camera, IceRole.CONTROLLING);
        loop.advance(Duration.ofMillis(29_900));
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.CHECKING);
        loop.advance(Duration.ofMillis(200));
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.FAILED);
        assertThat(camera.agent.diagnosis())
                .startsWith("no check was answered: 1 local and 1 remote candidates; 1 checks sent");
        assertThat(camera.demultiplexer.registrations()).isZero();
    }

    @Test
    void agent_peerHasNoCandidateAndNeverChecks_failsAfterPatience() {
        camera.run(camera.agent::gather);
        viewer.parametersTo(camera);
        camera.run(() -> camera.agent.start(IceRole.CONTROLLING));
        VirtualPeer.tell(camera, List.of(IceCandidate.endOfCandidates()));
        loop.advance(Duration.ofMillis(14_900));
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.CHECKING);
        loop.advance(Duration.ofMillis(200));
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.FAILED);
        assertThat(camera.agent.diagnosis()).startsWith("there was nobody to check: 1 local and 0 remote");
    }

    @Test
    void agent_withoutLocalCandidate_saysSo() {
        var bare = new VirtualPeer(loop, network);
        viewer.offerTo(bare, IceRole.CONTROLLING);
        bare.run(bare.agent::gather);
        loop.advance(Duration.ofSeconds(31));
        assertThat(bare.agent.state()).isEqualTo(IceTransportState.FAILED);
        assertThat(bare.agent.diagnosis()).startsWith("there is no local candidate");
    }

    @Test
    void consent_shortOutage_disconnectsAndComesBack() {
        connect();
        network.block((from, to) -> true);
        loop.advance(Duration.ofSeconds(19));
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.DISCONNECTED);
        network.block((from, to) -> false);
        loop.advance(Duration.ofSeconds(7));
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.COMPLETED);
        assertPacketsPass("back");
    }

    @Test
    void consent_pathIsBack_isFoundWithinASecond_andAskedSeldomAgain() {
        connect();
        for (int seconds : new int[] {19, 21, 22}) {
            network.block((from, to) -> true);
            long before = network.sent();
            loop.advance(Duration.ofSeconds(seconds));
            assertThat(camera.agent.state()).as("%s s", seconds).isEqualTo(IceTransportState.DISCONNECTED);
            assertThat(network.sent() - before).isLessThan(4 * 60);
            network.block((from, to) -> false);
            loop.advance(Duration.ofMillis(800));
            assertThat(camera.agent.state()).as("%s s", seconds).isEqualTo(IceTransportState.COMPLETED);
            before = network.sent();
            loop.advance(Duration.ofSeconds(50));
            assertThat(network.sent() - before).isBetween(32L, 56L);
        }
    }

    @Test
    void consent_fivePercentLossBothWays_hardlyEverDisconnects() {
        connect();
        network.loss(0.05);
        loop.advance(Duration.ofHours(3));
        // Some 2160 requests, of which 210 are not answered: 19 times two, and twice three, one after the other.
        assertThat(camera.heard.states.stream().filter(IceTransportState.DISCONNECTED::equals))
                .hasSizeLessThan(11);
    }

    @Test
    void consent_ourPacketsAloneAreLost_disconnectsAllTheSame() {
        connect();
        network.block((from, to) -> from.equals(new InetSocketAddress("192.0.2.1", 4545)));
        loop.advance(Duration.ofSeconds(25));
        assertThat(camera.heard.states).endsWith(IceTransportState.DISCONNECTED);
    }

    @Test
    void consent_peerGone_failsThirtySecondsAfterItsLastAnswer() {
        connect();
        loop.advance(Duration.ofMinutes(10));
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.COMPLETED);
        viewer.run(viewer.agent::close);
        loop.advance(Duration.ofSeconds(23));
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.DISCONNECTED);
        loop.advance(Duration.ofSeconds(8));
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.FAILED);
        assertThat(camera.agent.send(RecordingIceListener.packet("x"))).isFalse();
        assertThat(camera.agent.diagnosis()).startsWith("no pair stayed usable");
        long before = network.sent();
        loop.advance(Duration.ofMinutes(1));
        assertThat(network.sent()).isEqualTo(before);
    }

    @Test
    void consent_steadyState_costsOneRequestInFiveSeconds() {
        connect();
        long before = network.sent();
        loop.advance(Duration.ofSeconds(100));
        // Two sides, a request and an answer each, 20 times.
        assertThat(network.sent() - before).isBetween(64L, 104L);
    }

    @Test
    void close_afterConnected_leavesNothingBehind() {
        connect();
        camera.run(camera.agent::close);
        camera.run(camera.agent::close);
        viewer.run(viewer.agent::close);
        loop.advance(Duration.ofSeconds(40));
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.CLOSED);
        assertThat(camera.demultiplexer.registrations()).isZero();
        assertThat(loop.pendingTimers()).isZero();
        assertThat(camera.sockets.transports().get(0).admitted(viewerAddress())).isNull();
    }

    private java.net.InetSocketAddress viewerAddress() {
        return viewer.sockets.transports().get(0).localAddress();
    }

    @Test
    void remoteCandidate_malformed_isRefusedAndAgentGoesOn() {
        for (var bad : List.of("candidate:", "nonsense", "candidate:1 1 udp x 1.2.3.4 5 typ host")) {
            assertThatThrownBy(() -> camera.agent.addRemoteCandidate(new IceCandidate(bad, null, null, null)))
                    .isInstanceOf(IceException.class);
        }
        connect();
    }

    @Test
    void remoteCandidates_thousands_areBounded() {
        viewer.parametersTo(camera);
        camera.run(camera.agent::gather);
        camera.run(() -> camera.agent.start(IceRole.CONTROLLING));
        var many = new ArrayList<IceCandidate>();
        for (int i = 0; i < 5000; i++) {
            many.add(new IceCandidate(
                    "candidate:1 1 udp 1 203.0.113." + i % 250 + " " + (1000 + i) + " typ host", null, null, null));
        }
        VirtualPeer.tell(camera, many);
        assertThat(camera.agent.pairs()).hasSize(Checklist.NAMED_LIMIT);
        loop.advance(Duration.ofSeconds(1));
        // RFC 8445 §14: a check each Ta, with a fast start.
        assertThat(network.sent()).isLessThan(120);
        assertThat(camera.agent.diagnosis()).contains("4980 of its candidates are more than the 20");
    }

    @Test
    void agents_thousandOnOnePort_allConnect() {
        var peers = new ArrayList<VirtualPeer>();
        var mine = new ArrayList<RecordingIceListener>();
        for (int i = 0; i < 1000; i++) {
            var remote = new VirtualPeer(loop, network, "10.0." + i / 250 + "." + (1 + i % 250));
            var heard = new RecordingIceListener();
            var agent = camera.agent(heard);
            camera.run(agent::gather);
            remote.run(remote.agent::gather);
            loop.run(() -> {
                agent.setRemoteParameters(remote.agent.localParameters());
                agent.start(IceRole.CONTROLLED);
            });
            remote.run(() -> {
                remote.agent.setRemoteParameters(agent.localParameters());
                remote.agent.start(IceRole.CONTROLLING);
            });
            VirtualPeer.tell(remote, heard.candidates);
            peers.add(remote);
            mine.add(heard);
        }
        loop.advance(Duration.ofSeconds(1));
        for (int i = 0; i < peers.size(); i++) {
            peers.get(i).send("from " + i);
        }
        loop.advance(Duration.ofSeconds(1));
        for (int i = 0; i < peers.size(); i++) {
            assertThat(mine.get(i).packets).containsExactly("from " + i);
        }
    }
}
