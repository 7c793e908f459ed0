// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceServer;
import org.camquay.api.net.EventLoop;
import org.camquay.api.net.EventLoops;
import org.camquay.api.peer.PeerConnectionState;
import org.camquay.api.peer.PeerId;
import org.camquay.api.peer.PeerOrigin;
import org.camquay.api.peer.SdpType;
import org.camquay.api.peer.SessionDescription;
import org.camquay.api.peer.TryLaterException;
import org.camquay.api.signaling.PeerArrival;
import org.camquay.api.signaling.Registration;
import org.camquay.api.signaling.SignalingClient;
import org.camquay.api.signaling.SignalingException;
import org.camquay.api.signaling.SignalingTarget;
import org.camquay.testkit.FakeEventLoop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeeringTest {
    private static final PeerId PEER = new PeerId("p1");
    private static final SignalingTarget TARGET =
            new SignalingTarget(URI.create("ws://127.0.0.1:4545/signaling"), "door", "", UUID.randomUUID());

    private final FakeEventLoop loop = new FakeEventLoop();
    private final Script.Cameras cameras = new Script.Cameras();
    private final Script.Connections connections = new Script.Connections();
    private final Script.Backend backend = new Script.Backend();
    private final Script.Channel channel = new Script.Channel();
    private final Loops loops = new Loops();
    private final Admission admission = new Admission(loops, cameras, Limits.of(2));
    private final Gateway gateway = new Gateway(admission, () -> loop);

    /** Hands out the one loop and knows how many viewers have it. */
    private final class Loops implements EventLoops {
        private int viewers;

        @Override
        public EventLoop next() {
            viewers++;
            return loop;
        }

        @Override
        public void release(EventLoop released) {
            assertThat(released).isSameAs(loop);
            viewers--;
        }
    }

    @BeforeEach
    void provide() {
        admission.connections = connections;
        gateway.bindClient(backend, Map.of(SignalingClient.SCHEMES, new String[] {"ws", "wss"}));
    }

    private Registration registered() throws SignalingException {
        var registration = gateway.join(TARGET);
        loop.run();
        backend.last().complete(channel);
        loop.run();
        assertThat(registration.state()).isEqualTo(Registration.State.REGISTERED);
        return registration;
    }

    private String arrive(PeerId peer, String stream, Instant expiry) {
        var refusal = backend.listener.onPeer(new PeerArrival(peer, stream, List.of(), expiry));
        loop.run();
        return refusal.orElse("");
    }

    private Script.Connection watching() throws SignalingException {
        registered();
        cameras.add("door").live();
        assertThat(arrive(PEER, "", null)).isEmpty();
        channel.invites.get(PEER).complete(new SessionDescription(SdpType.ANSWER, "answer"));
        loop.run();
        var connection = connections.made.get(0);
        loop.run(() -> connection.become(PeerConnectionState.CONNECTED));
        return connection;
    }

    @Test
    void arrival_streamOfTheRoomsName_isInvitedWithItsTracks() throws Exception {
        var connection = watching();
        assertThat(connection.tracks).hasSize(1);
        assertThat(connection.remote).extracting(SessionDescription::sdp).containsExactly("answer");
        loop.run(() -> connection.listener.onIceCandidate(new IceCandidate("candidate:late", "0", 0, null)));
        assertThat(channel.said).containsExactly("trickle p1 candidate:late");
    }

    @Test
    void loop_ofAPeerThatWasRefusedOrHasLeft_isGivenBack() throws Exception {
        watching();
        assertThat(arrive(PEER, "", null)).contains("here already");
        assertThat(arrive(new PeerId("p2"), "nowhere", null)).contains("no stream is named");
        assertThat(loops.viewers).isOne();
        backend.listener.onPeerGone(PEER, true);
        loop.advance(Duration.ofMinutes(1));
        assertThat(loops.viewers).isZero();
    }

    @Test
    void arrival_serversOfProviders_followThoseItBrought() throws Exception {
        var brought = new IceServer(List.of("turn:far.example"), "u", "c");
        var fixed = new IceServer(List.of("stun:near.example"), "", "");
        admission.providers = List.of(user -> List.of(brought, fixed), user -> {
            throw new IllegalStateException("broken");
        });
        registered();
        cameras.add("door").live();
        backend.listener.onPeer(new PeerArrival(PEER, "", List.of(brought), null));
        loop.run();
        assertThat(connections.configs.get(0).iceServers()).containsExactly(brought, fixed);
    }

    @Test
    void servers_ofALongSession_areRenewed() throws Exception {
        var own = new IceServer(List.of("turn:near.example"), "1:p1", "old");
        var fresh = new IceServer(List.of("turn:near.example"), "2:p1", "new");
        var brought = new IceServer(List.of("turn:far.example"), "u", "c");
        admission.providers = List.of(user -> List.of(own));
        var connection = watching();
        admission.providers = List.of(user -> List.of(fresh));
        loop.advance(Duration.ofMinutes(21));
        assertThat(connection.servers).containsExactly(fresh);
        backend.listener.onIceServers(PEER, List.of(brought));
        loop.run();
        assertThat(connection.servers).containsExactly(brought, fresh);
    }

    @Test
    void servers_thatCameAlready_areNotAskedTwice() throws Exception {
        var brought = new IceServer(List.of("turn:here.example"), "1:p1", "a");
        admission.providers = List.of(user -> List.of(new IceServer(List.of("turn:here.example"), "2:p1", "b")));
        registered();
        cameras.add("door").live();
        backend.listener.onPeer(new PeerArrival(PEER, "", List.of(brought), null));
        loop.run();
        assertThat(connections.configs.get(0).iceServers()).containsExactly(brought);
    }

    @Test
    void iceReport_ofOneThatFailed_isKeptAsItWas() throws Exception {
        var connection = watching();
        loop.run(() ->
                assertThat(admission.iceReport(PEER).orElseThrow().diagnosis()).isEqualTo(connection.diagnosis()));
        loop.run(() -> connection.become(PeerConnectionState.FAILED));
        assertThat(connection.closed).isTrue();
        assertThat(admission.iceReport(PEER)).isPresent();
        assertThat(admission.iceReport(new PeerId("nobody"))).isEmpty();
    }

    @Test
    void arrival_unknownStream_isRefusedByName() throws Exception {
        registered();
        assertThat(arrive(PEER, "garage", null)).contains("garage");
        assertThat(arrive(PEER, "", null)).contains("no stream yet");
        assertThat(connections.made).isEmpty();
    }

    @Test
    void arrival_beyondTheLimit_isRefusedAndOthersStay() throws Exception {
        registered();
        cameras.add("door").live();
        assertThat(arrive(new PeerId("a"), "", null)).isEmpty();
        assertThat(arrive(new PeerId("b"), "", null)).isEmpty();
        loop.run(() -> connections.made.forEach(c -> c.become(PeerConnectionState.CONNECTED)));
        assertThat(arrive(new PeerId("c"), "", null)).contains("its limit");
        assertThat(connections.made).hasSize(2).noneMatch(c -> c.closed);
    }

    @Test
    void arrival_whileTheDeviceIsEmptied_isRefusedAndOthersStay() throws Exception {
        var connection = watching();
        admission.drain(Duration.ofSeconds(9));
        assertThat(arrive(new PeerId("p2"), "", null)).contains("about to stop");
        assertThat(admission.left()).isOne();
        assertThat(connection.closed).isFalse();
        backend.listener.onPeerGone(PEER, true);
        loop.run();
        assertThat(admission.left()).isZero();
    }

    @Test
    void arrival_cameraOff_waitsThenIsInvited() throws Exception {
        registered();
        var camera = cameras.add("door");
        arrive(PEER, "door", null);
        assertThat(channel.invites).isEmpty();
        camera.live();
        loop.run();
        assertThat(channel.invites).containsKey(PEER);
    }

    @Test
    void arrival_cameraStaysOff_isDismissedWithItsStatus() throws Exception {
        registered();
        cameras.add("door");
        arrive(PEER, "door", null);
        loop.advance(Duration.ofSeconds(31));
        loop.run();
        assertThat(channel.said).anyMatch(s -> s.startsWith("dismiss p1") && s.contains("the camera is off"));
        assertThat(connections.made.get(0).closed).isTrue();
    }

    @Test
    void candidate_beforeTheAnswer_reachesTheConnection() throws Exception {
        registered();
        cameras.add("door").live();
        arrive(PEER, "", null);
        backend.listener.onCandidate(PEER, new IceCandidate("candidate:early", "0", 0, null));
        loop.run();
        assertThat(connections.made.get(0).candidates).hasSize(1);
    }

    @Test
    void signalingLost_whileLive_keepsThePeerAndConnectsAgain() throws Exception {
        var connection = watching();
        backend.listener.onClosed(new SignalingException("the server is gone", false));
        loop.run();
        assertThat(gateway.list().get(0).status())
                .contains("the server is gone")
                .contains("tries again");
        assertThat(connection.closed).isFalse();
        loop.advance(Duration.ofSeconds(1));
        loop.run();
        assertThat(backend.dials).hasSize(2);
    }

    @Test
    void peerGone_byItself_endsIt_lostAlone_doesNot() throws Exception {
        var connection = watching();
        backend.listener.onPeerGone(PEER, false);
        loop.run();
        assertThat(connection.closed).isFalse();
        backend.listener.onPeerGone(PEER, true);
        loop.run();
        assertThat(connection.closed).isTrue();
    }

    @Test
    void expiry_reached_endsThePeer_extended_doesNot() throws Exception {
        registered();
        cameras.add("door").live();
        arrive(PEER, "", Instant.now().plusSeconds(60));
        channel.invites.get(PEER).complete(new SessionDescription(SdpType.ANSWER, "answer"));
        backend.listener.onExtended(PEER, Instant.now().plusSeconds(600));
        loop.run();
        loop.run(() -> connections.made.get(0).become(PeerConnectionState.CONNECTED));
        loop.advance(Duration.ofSeconds(120));
        loop.run();
        assertThat(connections.made.get(0).closed).isFalse();
        loop.advance(Duration.ofSeconds(600));
        loop.run();
        assertThat(connections.made.get(0).closed).isTrue();
    }

    @Test
    void failedConnection_isDismissedWithItsDiagnosis() throws Exception {
        var connection = watching();
        loop.run(() -> connection.become(PeerConnectionState.FAILED));
        assertThat(channel.said).anyMatch(s -> s.contains("no check was answered"));
    }

    @Test
    void backendGone_andBack_keepsPeersAndRegistersAgain() throws Exception {
        var connection = watching();
        gateway.unbindClient(backend);
        loop.run();
        assertThat(channel.hungUp).isTrue();
        assertThat(connection.closed).isFalse();
        assertThat(gateway.list().get(0).status()).contains("waits for a backend");
        gateway.bindClient(backend, Map.of(SignalingClient.SCHEMES, "ws"));
        loop.run();
        assertThat(backend.dials).hasSize(2);
    }

    @Test
    void leave_dismissesPeersAndForgetsTheRoom() throws Exception {
        var connection = watching();
        gateway.list().get(0).leave();
        loop.run();
        loop.advance(Duration.ofSeconds(1));
        loop.run();
        assertThat(connection.closed).isTrue();
        assertThat(channel.said).anyMatch(s -> s.startsWith("dismiss p1"));
        assertThat(channel.closed).isTrue();
        assertThat(gateway.list()).isEmpty();
    }

    @Test
    void join_sameRoomTwice_isRefused() throws Exception {
        gateway.join(TARGET);
        assertThatThrownBy(() -> gateway.join(TARGET)).hasMessageContaining("already waiting");
    }

    @Test
    void answer_ofWhep_comesAfterGatheringTimeAndIsListed() {
        cameras.add("cam1").live();
        var answered = admission
                .answer("cam1", new SessionDescription(SdpType.OFFER, "theirs"), new PeerOrigin("127.0.0.1", 0, ""))
                .toCompletableFuture();
        loop.run();
        assertThat(answered).isNotDone();
        loop.advance(Duration.ofMillis(201));
        loop.run();
        var peer = answered.join();
        assertThat(peer.answer().sdp()).isEqualTo("offer with candidates");
        assertThat(admission.answered(peer.id())).isPresent();
        peer.close();
        assertThat(admission.answered(peer.id()))
                .as("even before its loop closes it")
                .isEmpty();
        loop.run();
        assertThat(connections.made.get(0).closed).isTrue();
    }

    @Test
    void addIceCandidates_withABadOne_takesTheOthers() {
        cameras.add("cam1").live();
        var answered = admission
                .answer("cam1", new SessionDescription(SdpType.OFFER, "theirs"), PeerOrigin.UNKNOWN)
                .toCompletableFuture();
        loop.run();
        loop.advance(Duration.ofMillis(201));
        loop.run();
        var bad = new IceCandidate("candidate:bad", "0", null, null);
        var good = new IceCandidate("candidate:1", "0", null, null);
        var mixed = answered.join().addIceCandidates(List.of(bad, good, bad)).toCompletableFuture();
        var allBad = answered.join().addIceCandidates(List.of(bad)).toCompletableFuture();
        loop.run();
        assertThat(mixed).isCompleted();
        assertThat(connections.made.get(0).candidates).containsExactly(good);
        assertThat(allBad).isCompletedExceptionally();
    }

    @Test
    void answer_endedMeanwhile_mayBeTriedAgain() {
        cameras.add("cam1").live();
        var answered = admission
                .answer("cam1", new SessionDescription(SdpType.OFFER, "theirs"), PeerOrigin.UNKNOWN)
                .toCompletableFuture();
        loop.run();
        admission.deactivate();
        loop.run();
        assertThat(answered)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(TryLaterException.class);
    }

    @Test
    void answer_unknownStream_failsAtOnce() {
        cameras.add("cam1").live();
        var answered = admission.answer("cam2", new SessionDescription(SdpType.OFFER, "theirs"), PeerOrigin.UNKNOWN);
        assertThat(answered.toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void close_ofAStream_endsItsPeersOnly() throws Exception {
        var connection = watching();
        assertThat(admission.close("other", "gone")).isZero();
        assertThat(admission.close("door", "the stream was shut down")).isEqualTo(1);
        loop.run();
        assertThat(connection.closed).isTrue();
    }
}
