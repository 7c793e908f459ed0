// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceServer;
import org.camquay.api.peer.PeerId;
import org.camquay.api.peer.SdpType;
import org.camquay.api.peer.SessionDescription;
import org.camquay.api.signaling.PeerArrival;
import org.camquay.api.signaling.SignalingChannel;
import org.camquay.api.signaling.SignalingException;
import org.camquay.api.signaling.SignalingListener;
import org.camquay.api.signaling.SignalingTarget;
import org.camquay.onvif.OnvifIceServer;
import org.eclipse.jetty.websocket.api.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an ICE restart asks of signaling, over real sockets. */
@Timeout(60)
class IceRestartTest {
    private static final Duration STEP = Duration.ofSeconds(10);

    private final OnvifSignalingClient client = new OnvifSignalingClient(OnvifSignalingClient.Settings.defaults());
    private final BlockingQueue<PeerId> arrivals = new LinkedBlockingQueue<>();
    private final BlockingQueue<PeerId> wishes = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        client.close();
    }

    private SignalingChannel connect(URI url) throws Exception {
        var listener = new SignalingListener() {
            @Override
            public Optional<String> onPeer(PeerArrival arrival) {
                arrivals.add(arrival.id());
                return Optional.empty();
            }

            @Override
            public void onCandidate(PeerId peer, IceCandidate candidate) {}

            @Override
            public void onExtended(PeerId peer, Instant expiry) {}

            @Override
            public void onRestartWanted(PeerId peer) {
                wishes.add(peer);
            }

            @Override
            public void onPeerGone(PeerId peer, boolean byItself) {}

            @Override
            public void onClosed(SignalingException cause) {}
        };
        return client.connect(new SignalingTarget(url, "demo", "", UUID.randomUUID()), listener)
                .toCompletableFuture()
                .get(15, TimeUnit.SECONDS);
    }

    private static <T> T next(BlockingQueue<T> queue) throws Exception {
        var found = queue.poll(STEP.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(found).isNotNull();
        return found;
    }

    private static List<IceServer> servers(SignalingChannel channel, PeerId peer) throws Exception {
        return channel.iceServers(peer).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void servers_askedFor_comeToBothEnds() throws Exception {
        var turn = new OnvifIceServer(List.of("turn:192.0.2.1"), Optional.of("u"), Optional.of("c"));
        try (var server = new RendezvousServer(turn);
                var channel = connect(server.url());
                var viewer = new OnvifViewer(server.url(), "demo")) {
            viewer.join("");
            var peer = next(arrivals);
            assertThat(servers(channel, peer)).containsExactly(new IceServer(List.of("turn:192.0.2.1"), "u", "c"));
            var answer = channel.invite(peer, new SessionDescription(SdpType.OFFER, "v=0\r\n"))
                    .toCompletableFuture();
            viewer.awaitOffer(STEP);
            assertThat(viewer.servers().at("/0/username").asText()).isEqualTo("u");
            viewer.answer("v=0\r\n");
            answer.get(10, TimeUnit.SECONDS);
            assertThat(servers(channel, new PeerId("nobody"))).isEmpty();
        }
    }

    @Test
    void wish_ofTheViewer_reachesTheCore() throws Exception {
        try (var server = new RendezvousServer();
                var channel = connect(server.url());
                var viewer = new OnvifViewer(server.url(), "demo")) {
            viewer.join("");
            var peer = next(arrivals);
            channel.invite(peer, new SessionDescription(SdpType.OFFER, "v=0\r\n"));
            viewer.awaitOffer(STEP);
            viewer.wishRestart();
            assertThat(next(wishes)).isEqualTo(peer);
        }
    }

    @Test
    void servers_ofAServerThatKnowsOnvifOnly_areAskedForOnce() throws Exception {
        var asked = new AtomicInteger();
        try (var server = new ScriptedServer((session, text) -> {
                    if (text.contains("\"register\"")) {
                        session.sendText("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"id\":\"demo\"}}", Callback.NOOP);
                    } else if (text.contains("vnd.camquay")) {
                        int id = 1 + asked.incrementAndGet();
                        session.sendText(
                                "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":-32601,\"message\":\"?\"}}",
                                Callback.NOOP);
                    }
                });
                var channel = connect(server.url())) {
            assertThat(servers(channel, new PeerId("a"))).isEmpty();
            assertThat(servers(channel, new PeerId("b"))).isEmpty();
            assertThat(asked).hasValue(1);
        }
    }
}
