// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.camquay.api.ice.IceRole;
import org.camquay.api.ice.IceServer;
import org.camquay.api.ice.IceTransportPolicy;
import org.camquay.api.ice.IceTransportState;
import org.camquay.stun.StunMethod;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.testkit.net.VirtualNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Agents whose packets go over a TURN server, and servers that do not do as they should. */
final class RelayedAgentsTest {
    private static final String SERVER = "203.0.113.9";
    private static final String OTHER = "203.0.113.10";

    private final FakeEventLoop loop = new FakeEventLoop();
    private final VirtualNetwork network = new VirtualNetwork(loop, 1);
    private final VirtualTurnServer server = new VirtualTurnServer(network, SERVER);
    private final VirtualPeer viewer = new VirtualPeer(loop, network, "198.51.100.1");
    private VirtualPeer camera;

    private static IceServer turn(String url) {
        return new IceServer(List.of(url), VirtualTurnServer.USER, VirtualTurnServer.PASSWORD);
    }

    private VirtualPeer camera(IceTransportPolicy policy, IceServer... servers) {
        if (camera != null) {
            camera.run(camera.agent::close);
            camera.sockets.close();
        }
        camera = new VirtualPeer(loop, network, policy, List.of(servers), "192.0.2.1");
        camera.links.servers.put(server.address(), server);
        return camera;
    }

    private VirtualPeer relayOnly(String url) {
        return camera(IceTransportPolicy.RELAY, turn(url));
    }

    private void connect() {
        viewer.offerTo(camera, IceRole.CONTROLLING);
        camera.run(camera.agent::gather);
        camera.parametersTo(viewer);
        viewer.run(() -> viewer.agent.start(IceRole.CONTROLLED));
        for (int i = 0; i < 100 && !(camera.isNominated() && viewer.isNominated()); i++) {
            loop.advance(Duration.ofMillis(10));
            camera.trickle(viewer);
        }
        assertThat(camera.isNominated()).as(camera.agent.report().toString()).isTrue();
        assertThat(viewer.isNominated()).isTrue();
    }

    private void assertPacketsPass(String text) {
        camera.send(text);
        viewer.send(text);
        loop.advance(Duration.ofMillis(100));
        assertThat(viewer.heard.packets).contains(text);
        assertThat(camera.heard.packets).contains(text);
    }

    private String outcome(IceServer... servers) {
        camera(IceTransportPolicy.ALL, servers).run(camera.agent::gather);
        loop.advance(Duration.ofSeconds(20));
        assertThat(camera.agent.report().gathered())
                .as("the host candidate came all the same")
                .isNotEmpty();
        assertThat(camera.heard.gathering).endsWith(org.camquay.api.ice.IceGatheringState.COMPLETE);
        return camera.agent.report().servers().get(0).outcome();
    }

    @ParameterizedTest
    @ValueSource(strings = {"turn:" + SERVER, "turn:" + SERVER + "?transport=tcp", "turns:" + SERVER + ":3478"})
    void relayOnly_meetsOverTheRelayAlone(String url) {
        relayOnly(url);
        connect();
        assertThat(camera.heard.candidates)
                .isNotEmpty()
                .allMatch(each -> each.candidate().contains("typ relay"));
        assertThat(camera.agent.selectedPair().orElseThrow().local()).contains("typ relay");
        assertPacketsPass("hello");
        assertThat(camera.agent.report().selectedAfter()).isBetween(0L, 1000L);
        assertThat(camera.agent.report().diagnosis()).contains("relay 203.0.113.9");
    }

    @Test
    void selectedPair_sendsChannelDataNotIndications() {
        relayOnly("turn:" + SERVER);
        connect();
        loop.advance(Duration.ofMillis(100));
        int indications = server.indications;
        for (int i = 0; i < 100; i++) {
            camera.send("frame " + i);
        }
        loop.advance(Duration.ofMillis(100));
        assertThat(viewer.heard.packets).hasSize(100);
        assertThat(server.indications).isEqualTo(indications);
        assertThat(server.channelData).isGreaterThanOrEqualTo(100);
    }

    @Test
    void allocation_longSession_staysThroughNoncesAndRenewals() {
        relayOnly("turn:" + SERVER);
        connect();
        for (int minute = 0; minute < 40; minute++) {
            server.renewNonce();
            loop.advance(Duration.ofMinutes(1));
            assertPacketsPass("minute " + minute);
        }
        // 10 minutes of lifetime renewed a minute early, permissions each 4, channels each 9.
        assertThat(server.methods.stream().filter(each -> each == StunMethod.REFRESH))
                .hasSizeBetween(4, 12);
        assertThat(server.methods.stream().filter(each -> each == StunMethod.CREATE_PERMISSION))
                .hasSizeGreaterThan(9);
        assertThat(server.methods.stream().filter(each -> each == StunMethod.CHANNEL_BIND))
                .hasSizeGreaterThan(3);
    }

    @Test
    void allocation_challengeKnown_takesOneRequest() {
        camera(IceTransportPolicy.RELAY, turn("turn:" + SERVER)).run(camera.agent::gather);
        loop.advance(Duration.ofMillis(100));
        assertThat(server.methods).as("challenged").containsExactly(StunMethod.ALLOCATE, StunMethod.ALLOCATE);
        server.methods.clear();
        var heard = new RecordingIceListener();
        var second = camera.agent(heard, IceTransportPolicy.RELAY, List.of(turn("turn:" + SERVER)));
        camera.run(second::gather);
        loop.advance(Duration.ofMillis(2));
        assertThat(server.methods).as("one round trip").containsExactly(StunMethod.ALLOCATE);
        assertThat(heard.candidates).anyMatch(each -> each.candidate().contains("typ relay"));
        server.methods.clear();
        server.renewNonce();
        camera.run(
                camera.agent(new RecordingIceListener(), IceTransportPolicy.RELAY, List.of(turn("turn:" + SERVER)))
                        ::gather);
        loop.advance(Duration.ofMillis(100));
        assertThat(server.methods).as("out of date").containsExactly(StunMethod.ALLOCATE, StunMethod.ALLOCATE);
        assertThat(server.allocations()).isEqualTo(3);
    }

    @Test
    void credentials_sha256Offered_areUsed() {
        server.sha256 = true;
        relayOnly("turn:" + SERVER);
        connect();
        assertPacketsPass("hello");
    }

    @Test
    void close_givesTheAllocationBackThoughPacketsAreLost() {
        int left = 0;
        for (int seed = 0; seed < 20; seed++) {
            relayOnly("turn:" + SERVER).run(camera.agent::gather);
            loop.advance(Duration.ofMillis(100));
            assertThat(server.allocations()).isEqualTo(1);
            network.loss(0.3);
            camera.run(camera.agent::close);
            loop.advance(Duration.ofSeconds(10));
            left += server.allocations();
            network.loss(0);
            server.forget();
        }
        // Four sendings each, of which three in ten are lost.
        assertThat(left).isLessThanOrEqualTo(2);
    }

    @Test
    void close_whileAllocating_leavesNothingBehind() {
        for (int millis = 0; millis < 10; millis++) {
            relayOnly("turn:" + SERVER).run(camera.agent::gather);
            loop.advance(Duration.ofMillis(millis));
            camera.run(camera.agent::close);
            loop.advance(Duration.ofSeconds(10));
            assertThat(server.allocations()).as("closed after %d ms", millis).isZero();
        }
        assertThat(loop.pendingTimers()).isZero();
    }

    @Test
    void failure_givesTheAllocationBack() {
        camera(IceTransportPolicy.ALL, turn("turn:" + SERVER)).run(camera.agent::gather);
        viewer.parametersTo(camera);
        camera.run(() -> camera.agent.start(IceRole.CONTROLLING));
        loop.advance(Duration.ofSeconds(40));
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.FAILED);
        assertThat(server.allocations()).isZero();
    }

    @Test
    void restart_sameServers_keepsTheAllocationAndTheWayOpen() {
        relayOnly("turn:" + SERVER);
        connect();
        viewer.run(viewer.agent::restart);
        viewer.parametersTo(camera);
        camera.parametersTo(viewer);
        for (int i = 0; i < 50; i++) {
            loop.advance(Duration.ofMillis(10));
            camera.trickle(viewer);
            viewer.trickle(camera);
        }
        assertPacketsPass("after");
        assertThat(camera.agent.state()).isNotEqualTo(IceTransportState.FAILED);
        assertThat(server.methods.stream().filter(each -> each == StunMethod.ALLOCATE))
                .hasSize(2);
        assertThat(server.allocations()).isEqualTo(1);
    }

    @Test
    void restart_freshCredentials_allocatesAnewAndReleasesTheOld() {
        relayOnly("turn:" + SERVER);
        connect();
        var second = new VirtualTurnServer(network, OTHER);
        camera.run(() -> camera.agent.setServers(List.of(turn("turn:" + OTHER))));
        camera.run(camera.agent::restart);
        camera.parametersTo(viewer);
        viewer.parametersTo(camera);
        for (int i = 0; i < 50; i++) {
            loop.advance(Duration.ofMillis(10));
            camera.trickle(viewer);
            viewer.trickle(camera);
            camera.send("during " + i);
        }
        assertPacketsPass("after");
        assertThat(camera.agent.selectedPair().orElseThrow().local())
                .as("%s", camera.agent.report())
                .contains(OTHER);
        loop.advance(Duration.ofSeconds(4));
        assertThat(server.allocations()).isZero();
        assertThat(second.allocations()).isEqualTo(1);
    }

    @Test
    void server_restartsWhileInUse_isNoticed() {
        relayOnly("turn:" + SERVER);
        connect();
        server.forget();
        loop.advance(Duration.ofSeconds(20));
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.DISCONNECTED);
        loop.advance(Duration.ofSeconds(20));
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.FAILED);
    }

    @Test
    void server_lostOverTcpWhileInUse_isNoticedWithTheNextRenewal() {
        relayOnly("turn:" + SERVER + "?transport=tcp");
        connect();
        server.silent = true;
        // The viewer is heard all the time, so that it takes a request more.
        loop.advance(Duration.ofSeconds(25));
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.DISCONNECTED);
    }

    @Test
    void peer_withIpv6Alone_isReachedOverARelayedIpv6Address() {
        server.ipv6 = VirtualPeer.ip("2001:db8::9");
        var far = new VirtualPeer(loop, network, "2001:db8:1::1");
        camera(IceTransportPolicy.ALL, turn("turn:" + SERVER)).run(camera.agent::gather);
        loop.advance(Duration.ofMillis(50));
        far.offerTo(camera, IceRole.CONTROLLING);
        camera.parametersTo(far);
        far.run(() -> far.agent.start(IceRole.CONTROLLED));
        for (int i = 0; i < 200; i++) {
            loop.advance(Duration.ofMillis(10));
            camera.trickle(far);
        }
        assertThat(camera.isNominated()).as(camera.agent.report().toString()).isTrue();
        assertThat(camera.agent.selectedPair().orElseThrow().local()).contains("2001:db8:0:0:0:0:0:9");
        camera.run(camera.agent::close);
        loop.advance(Duration.ofSeconds(1));
        assertThat(server.allocations()).isZero();
    }

    @Test
    void deadServers_costNoTime() {
        var dead = new IceServer(List.of("stun:203.0.113.66", "stun:203.0.113.67"), "", "");
        camera(IceTransportPolicy.ALL, dead, turn("turn:203.0.113.68"));
        connect();
        long with = camera.agent.report().selectedAfter();
        assertThat(with).isLessThan(100);
        assertPacketsPass("hello");
    }

    @Test
    void outcome_silent_isSaid() {
        server.silent = true;
        assertThat(outcome(turn("turn:" + SERVER))).contains("does not answer");
        assertThat(outcome(new IceServer(List.of("stun:" + SERVER), "", ""))).contains("no answer over UDP");
    }

    @Test
    void outcome_garbage_isSaid() {
        server.garbage = true;
        assertThat(outcome(turn("turn:" + SERVER))).contains("what is no STUN");
    }

    @Test
    void outcome_forged_isSaid() {
        server.forges = true;
        assertThat(outcome(turn("turn:" + SERVER))).contains("wrong integrity");
    }

    @Test
    void outcome_wrongCredential_isSaid() {
        var wrong = new IceServer(List.of("turn:" + SERVER), VirtualTurnServer.USER, "guess");
        assertThat(outcome(wrong)).contains("401").doesNotContain("guess");
    }

    @Test
    void outcome_noCredential_isSaid() {
        assertThat(outcome(new IceServer(List.of("turn:" + SERVER), "", ""))).contains("needs a user name");
    }

    @Test
    void outcome_quota_isSaid() {
        server.quota = 0;
        assertThat(outcome(turn("turn:" + SERVER))).contains("quota");
    }

    @Test
    void outcome_refusedAndUnknown_areSaid() {
        assertThat(outcome(turn("turn:203.0.113.77?transport=tcp"))).contains("refused");
        assertThat(outcome(turn("turn:no.such.host"))).contains("not known (DNS)");
        assertThat(outcome(turn("turn:host:port"))).contains("not the URL");
    }

    @Test
    void alternateServer_isFollowedOnce() {
        var second = new VirtualTurnServer(network, OTHER);
        server.alternate = second.address();
        assertThat(outcome(turn("turn:" + SERVER))).contains("relays at " + OTHER);
        second.alternate = server.address();
        assertThat(outcome(turn("turn:" + SERVER))).contains("on to another server again");
    }

    @Test
    void permission_forbidden_isSaidInTheDiagnosis() {
        server.forbids = true;
        relayOnly("turn:" + SERVER);
        viewer.offerTo(camera, IceRole.CONTROLLING);
        camera.run(camera.agent::gather);
        loop.advance(Duration.ofSeconds(5));
        assertThat(camera.agent.diagnosis()).contains("no relaying to 198.51.100.1: it forbids that (403)");
    }

    @Test
    void diagnosis_nothingAnswers_namesTheCause() {
        network.block((from, to) -> true);
        camera(IceTransportPolicy.ALL, new IceServer(List.of("stun:" + SERVER), "", ""));
        viewer.offerTo(camera, IceRole.CONTROLLING);
        camera.run(camera.agent::gather);
        loop.advance(Duration.ofSeconds(40));
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.FAILED);
        assertThat(camera.agent.diagnosis())
                .contains("UDP is blocked towards stun:" + SERVER)
                .contains("no TURN server was configured");
    }

    /** The resolver knows at once that a name is dead when it was asked for it lately. */
    @Test
    void deadName_besideAGoodServer_opensOneAllocation() {
        camera(IceTransportPolicy.ALL, turn("turn:dead.example"), turn("turn:" + SERVER))
                .run(camera.agent::gather);
        loop.advance(Duration.ofSeconds(1));
        assertThat(camera.links.opened).isEqualTo(1);
        assertThat(server.allocations()).isEqualTo(1);
        camera.run(camera.agent::close);
        loop.advance(Duration.ofSeconds(10));
        assertThat(server.allocations()).isZero();
        assertThat(loop.pendingTimers()).isZero();
    }

    /** All ways are cut for longer than consent is fresh; that over the relay is back first. */
    @Test
    void directWay_comesBackAfterTheRelay_isTakenBack() {
        camera(IceTransportPolicy.ALL, turn("turn:" + SERVER));
        connect();
        assertThat(camera.agent.selectedPair().orElseThrow().local()).contains("typ host");
        assertPacketsPass("a peer that is heard waits longer for a direct way");
        network.block((from, to) -> true);
        loop.advance(Duration.ofSeconds(19));
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.DISCONNECTED);
        network.block((from, to) ->
                !from.getHostString().equals(SERVER) && !to.getHostString().equals(SERVER));
        loop.advance(Duration.ofMillis(200));
        network.block((from, to) -> false);
        loop.advance(Duration.ofSeconds(5));
        assertThat(camera.isConnected()).isTrue();
        assertThat(camera.agent.selectedPair().orElseThrow().local()).contains("typ host");
        assertPacketsPass("direct again");
    }
}
