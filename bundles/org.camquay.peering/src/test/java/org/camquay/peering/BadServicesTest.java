// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceServer;
import org.camquay.api.ice.IceServerProvider;
import org.camquay.api.peer.PeerConnection;
import org.camquay.api.peer.PeerConnectionFactory;
import org.camquay.api.peer.PeerConnectionState;
import org.camquay.api.peer.PeerId;
import org.camquay.api.peer.PeerOrigin;
import org.camquay.api.peer.SdpType;
import org.camquay.api.peer.SessionDescription;
import org.camquay.api.peer.TryLaterException;
import org.camquay.api.signaling.PeerArrival;
import org.camquay.api.signaling.Registration;
import org.camquay.api.signaling.SignalingChannel;
import org.camquay.api.signaling.SignalingClient;
import org.camquay.api.signaling.SignalingException;
import org.camquay.api.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Services of other bundles that throw: each is an answer, and nobody else notices. */
class BadServicesTest extends RestartScene {
    private static final PeerId OTHER = new PeerId("p2");
    private static final SessionDescription OFFER = new SessionDescription(SdpType.OFFER, "v=0");

    private String arrive(PeerId peer) {
        var refusal = backend.listener.onPeer(new PeerArrival(peer, "", List.of(), null));
        loop.run();
        return refusal.orElse("");
    }

    private List<PeerId> present() {
        List<PeerId> ids = new ArrayList<>();
        loop.run(() -> admission.list().forEach(entry -> ids.add(entry.id())));
        return ids;
    }

    @Test
    void factory_thatThrows_costsNoPlaceAndThePeerIsTold() {
        admission.connections = Broken.service(PeerConnectionFactory.class);
        for (int i = 0; i < 20; i++) {
            assertThat(arrive(new PeerId("broken" + i))).as("the limit is 9").isEmpty();
        }
        assertThat(channel.said).hasSize(20).allMatch(said -> said.contains("failed inside"));
        var whep = admission.answer("door", OFFER, PeerOrigin.UNKNOWN).toCompletableFuture();
        loop.run();
        assertThat(whep).failsWithin(Duration.ZERO).withThrowableThat().withCauseInstanceOf(TryLaterException.class);
        assertThat(present()).isEmpty();
        admission.connections = (l, config, listener) -> null;
        arrive(new PeerId("nothing"));
        assertThat(present()).isEmpty();
        admission.connections = connections;
        watch();
        assertThat(present()).containsExactly(PEER);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void connection_thatThrowsInEveryMethod_endsItsOwnSessionOnly(boolean fromTheStart) {
        watch();
        var broken = new AtomicBoolean(fromTheStart);
        admission.connections = (l, config, listener) -> {
            var works = connections.create(l, config, listener);
            return Broken.laterOn(PeerConnection.class, works, broken::get);
        };
        arrive(OTHER);
        if (!fromTheStart) {
            channel.invites.get(OTHER).complete(ANSWER);
            loop.run();
            assertThat(present()).containsExactlyInAnyOrder(PEER, OTHER);
            broken.set(true);
            assertThat(present()).as("its figures are missing, it is not").containsExactlyInAnyOrder(PEER, OTHER);
            loop.run(() -> connections.made.get(1).become(PeerConnectionState.CONNECTED));
        }
        assertThat(present()).containsExactly(PEER);
        assertThat(channel.said)
                .singleElement()
                .asString()
                .startsWith("dismiss p2 ")
                .contains("failed inside");
        assertThat(connection.closed).isFalse();
    }

    @Test
    void backend_thatThrowsInConnect_isTriedAgainAndReplacedByABetterOne() throws Exception {
        gateway.unbindClient(backend);
        var bad = Broken.service(SignalingClient.class);
        gateway.bindClient(bad, Map.of(SignalingClient.SCHEMES, "ws"));
        loop.run();
        var room = gateway.list().get(0);
        assertThat(room.state()).isEqualTo(Registration.State.WAITING);
        assertThat(room.status()).contains("failed inside").contains("tries again");
        gateway.unbindClient(bad);
        gateway.bindClient(backend, Map.of(SignalingClient.SCHEMES, "ws"));
        loop.run();
        backend.last().complete(channel);
        loop.run();
        assertThat(room.state()).isEqualTo(Registration.State.REGISTERED);
    }

    @Test
    void backend_thatNeverAnswers_isGivenUpAndTriedAgain() {
        gateway.unbindClient(backend);
        gateway.bindClient((target, listener) -> new CompletableFuture<>(), Map.of(SignalingClient.SCHEMES, "ws"));
        pass(90);
        assertThat(gateway.list().get(0).status()).contains("no answer within 90 s");
        gateway.bindClient((target, listener) -> null, Map.of(SignalingClient.SCHEMES, "ws", "service.ranking", 1));
        loop.run();
        assertThat(gateway.list().get(0).status()).contains("tries again");
    }

    @Test
    void channel_thatThrowsInEveryMethod_costsItsPeersNothingThatIsLive() {
        watch();
        var broken = new AtomicBoolean();
        var works = new Script.Channel();
        backend.listener.onClosed(new SignalingException("gone", false));
        pass(1);
        backend.last().complete(Broken.laterOn(SignalingChannel.class, works, broken::get));
        loop.run();
        broken.set(true);
        arrive(OTHER);
        assertThat(present()).containsExactly(PEER);
        loop.run(() -> connection.listener.onIceCandidate(new IceCandidate("candidate:late", "0", 0, null)));
        lose();
        pass(100);
        assertThat(gateway.list().get(0).state()).isEqualTo(Registration.State.REGISTERED);
        gateway.list().get(0).leave();
        pass(1);
        assertThat(gateway.list()).isEmpty();
        assertThat(present()).isEmpty();
    }

    @Test
    void provider_thatThrows_othersAreAskedAll() {
        var fixed = new IceServer(List.of("stun:near.example"), "", "");
        admission.providers = List.of(user -> List.of(fixed), Broken.service(IceServerProvider.class), user -> null);
        watch();
        assertThat(connections.configs.get(0).iceServers()).containsExactly(fixed);
    }

    @Test
    void stream_thatThrows_endsThePeersThatWantIt() {
        watch();
        var works = new Script.Camera("garage");
        var opened = new AtomicBoolean();
        cameras.others.put("garage", Broken.laterOn(Stream.class, works, () -> opened.getAndSet(true)));
        backend.listener.onPeer(new PeerArrival(OTHER, "garage", List.of(), null));
        loop.run();
        pass(31);
        assertThat(present()).containsExactly(PEER);
        assertThat(channel.said).anyMatch(said -> said.startsWith("dismiss p2"));
    }
}
