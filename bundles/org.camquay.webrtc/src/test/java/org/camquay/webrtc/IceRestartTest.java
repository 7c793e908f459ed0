// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceRole;
import org.camquay.api.ice.IceTransportPolicy;
import org.camquay.api.media.Codec;
import org.camquay.api.media.VideoFormat;
import org.camquay.api.peer.PeerConnection;
import org.camquay.api.peer.PeerConnectionConfig;
import org.camquay.api.peer.PeerConnectionListener;
import org.camquay.api.peer.PeerConnectionState;
import org.camquay.api.peer.PeerException;
import org.camquay.api.peer.SdpType;
import org.camquay.api.peer.SessionDescription;
import org.camquay.sdp.Sdp;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.webrtc.negotiation.Negotiation;
import org.camquay.webrtc.rehearsal.Rehearsals;
import org.camquay.webrtc.send.ClipTrack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an ICE restart changes in descriptions, and what it leaves. */
class IceRestartTest {
    private final FakeEventLoop loop = new FakeEventLoop();
    private final List<IceCandidate> signaled = new ArrayList<>();
    private ScriptedAgent agent;
    private final TransportPeerConnectionFactory factory = new TransportPeerConnectionFactory(
            (l, config, listener) -> agent = new ScriptedAgent(listener),
            () -> new FakeEventLoop(),
            new Rehearsals(),
            new TransportPeerConnectionFactory.Config() {
                @Override
                public int playoutDelayMinMillis() {
                    return 0;
                }

                @Override
                public int playoutDelayMaxMillis() {
                    return 0;
                }

                @Override
                public Class<? extends Annotation> annotationType() {
                    return TransportPeerConnectionFactory.Config.class;
                }
            });

    @AfterEach
    void stop() {
        factory.deactivate();
        loop.run();
    }

    private PeerConnection connection() {
        var config = new PeerConnectionConfig("test", List.of(), IceTransportPolicy.ALL);
        var connection = factory.create(loop, config, new PeerConnectionListener() {
            @Override
            public void onIceCandidate(IceCandidate candidate) {
                signaled.add(candidate);
            }

            @Override
            public void onConnectionState(PeerConnectionState state) {}
        });
        var codec = Codec.h264("42e01f");
        connection.addTrack(new ClipTrack(new VideoFormat(codec, 64, 64, 30, false), codec));
        return connection;
    }

    private static String sample(String name) throws IOException {
        try (var in = IceRestartTest.class.getResourceAsStream("negotiation/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static <T> T done(CompletionStage<T> stage) {
        assertThat(stage.toCompletableFuture()).isCompleted();
        return stage.toCompletableFuture().join();
    }

    private static Sdp parsed(SessionDescription description) throws PeerException {
        return Negotiation.parse(description.sdp());
    }

    @Test
    void offer_ofARestart_hasNewParametersAndTheSameMedia() throws Exception {
        var connection = connection();
        done(connection.setLocalDescription(done(connection.createOffer(false))));
        agent.find("old");
        agent.gathered();
        var first = parsed(connection.localDescription()).media().get(0);
        assertThat(first.candidates()).hasSize(1);
        assertThat(first.endOfCandidates()).isTrue();

        done(connection.setLocalDescription(done(connection.createOffer(true))));
        var second = parsed(connection.localDescription());
        var section = second.media().get(0);
        assertThat(section.transport().iceUfrag()).isEqualTo("ours1");
        assertThat(section.transport().fingerprints())
                .isEqualTo(first.transport().fingerprints());
        assertThat(section.mid()).isEqualTo(first.mid());
        assertThat(section.rtp()).isEqualTo(first.rtp());
        assertThat(section.candidates()).isEmpty();
        assertThat(section.endOfCandidates()).isFalse();
        assertThat(connection.gatheringComplete()).isFalse();

        agent.find("new");
        assertThat(signaled.get(signaled.size() - 1).usernameFragment()).isEqualTo("ours1");
        assertThat(parsed(connection.localDescription()).media().get(0).candidates())
                .singleElement()
                .asString()
                .contains("candidate:new");
    }

    @Test
    void offer_ofThePeersRestart_isAnsweredWithNewParametersInTheSameRole() throws Exception {
        var offer = sample("chromium-156-whep-offer.sdp");
        var connection = connection();
        done(connection.setRemoteDescription(new SessionDescription(SdpType.OFFER, offer)));
        done(connection.setLocalDescription(done(connection.createAnswer())));
        agent.find("old");
        var first = parsed(connection.localDescription());

        var again = offer.replaceAll("(?m)^a=ice-ufrag:.*$", "a=ice-ufrag:theirs2");
        done(connection.setRemoteDescription(new SessionDescription(SdpType.OFFER, again)));
        done(connection.setLocalDescription(done(connection.createAnswer())));
        var second = parsed(connection.localDescription());
        assertThat(agent.remote.usernameFragment()).isEqualTo("theirs2");
        assertThat(agent.roles).containsExactly(IceRole.CONTROLLED);
        var sent =
                second.media().stream().filter(m -> !m.rejected()).findFirst().orElseThrow();
        var before = first.media(sent.mid()).orElseThrow();
        assertThat(sent.transport().iceUfrag()).isEqualTo("ours1");
        assertThat(before.transport().iceUfrag()).isEqualTo("ours0");
        assertThat(sent.candidates()).isEmpty();
        assertThat(sent.payloadTypes()).isEqualTo(before.payloadTypes());
        assertThat(sent.rtp()).isEqualTo(before.rtp());
        assertThat(sent.transport().setup()).isEqualTo(before.transport().setup());
    }

    @Test
    void silence_beforeThereAreKeys_isNotKnown() {
        var connection = connection();
        loop.advance(java.time.Duration.ofMinutes(1));
        assertThat(connection.silentNanos()).isZero();
    }
}
