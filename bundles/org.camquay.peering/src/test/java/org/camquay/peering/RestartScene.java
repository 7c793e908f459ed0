// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camquay.api.ice.IceCandidatePair;
import org.camquay.api.ice.IceServer;
import org.camquay.api.ice.IceTransportState;
import org.camquay.api.peer.PeerConnectionState;
import org.camquay.api.peer.PeerId;
import org.camquay.api.peer.SdpType;
import org.camquay.api.peer.SessionDescription;
import org.camquay.api.signaling.PeerArrival;
import org.camquay.api.signaling.SignalingClient;
import org.camquay.api.signaling.SignalingTarget;
import org.camquay.testkit.FakeEventLoop;
import org.junit.jupiter.api.BeforeEach;

/** A device in its room with one viewer, on virtual time, whose path can be lost. */
class RestartScene {
    static final PeerId PEER = new PeerId("p1");
    static final SignalingTarget TARGET =
            new SignalingTarget(URI.create("ws://127.0.0.1:4545/signaling"), "door", "", UUID.randomUUID());
    static final SessionDescription ANSWER = new SessionDescription(SdpType.ANSWER, "answer");
    static final IceCandidatePair DIRECT = new IceCandidatePair("a typ host", "b typ host", "succeeded", true, 0);
    static final IceCandidatePair RELAYED = new IceCandidatePair("a typ relay", "b typ host", "succeeded", true, 0);

    final FakeEventLoop loop = new FakeEventLoop();
    final Script.Cameras cameras = new Script.Cameras();
    final Script.Connections connections = new Script.Connections();
    final Script.Backend backend = new Script.Backend();
    final Script.Channel channel = new Script.Channel();
    final Admission admission = new Admission(() -> loop, cameras, Limits.of(9));
    final Gateway gateway = new Gateway(admission, () -> loop);
    Script.Connection connection;

    @BeforeEach
    void register() throws Exception {
        admission.connections = connections;
        gateway.bindClient(backend, Map.of(SignalingClient.SCHEMES, "ws"));
        gateway.join(TARGET);
        loop.run();
        backend.last().complete(channel);
        loop.run();
        cameras.add("door").live();
    }

    void watch(IceServer... servers) {
        assertThat(backend.listener.onPeer(new PeerArrival(PEER, "", List.of(servers), null)))
                .isEmpty();
        loop.run();
        connection = connections.made.get(0);
        connection.selected = DIRECT;
        connection.pairs = List.of(DIRECT);
        answer();
        become(PeerConnectionState.CONNECTED, IceTransportState.COMPLETED);
    }

    void become(PeerConnectionState state, IceTransportState ice) {
        connection.ice = ice;
        loop.run(() -> connection.become(state));
    }

    void lose() {
        become(PeerConnectionState.DISCONNECTED, IceTransportState.DISCONNECTED);
    }

    void answer() {
        channel.invites.get(PEER).complete(ANSWER);
        loop.run();
    }

    void pass(long seconds) {
        loop.advance(Duration.ofSeconds(seconds));
    }
}
