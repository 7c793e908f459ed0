// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.annotation.Annotation;
import java.util.List;
import org.camquay.api.ice.IceCandidate;
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
import org.camquay.testkit.FakeEventLoop;
import org.camquay.webrtc.negotiation.OfferText;
import org.camquay.webrtc.rehearsal.Rehearsals;
import org.camquay.webrtc.send.ClipTrack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Candidates that cannot be read, in a description and after it. */
class OddCandidateTest {
    private static final String CANDIDATES =
            "a=candidate:odd 1 udp 1 192.0.2.8 9 typ host\r\n" + "a=candidate:1 1 udp 1 192.0.2.9 9 typ host\r\n";

    private final FakeEventLoop loop = new FakeEventLoop();
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
            public void onIceCandidate(IceCandidate candidate) {}

            @Override
            public void onConnectionState(PeerConnectionState state) {}
        });
        var codec = Codec.h264("42e01f");
        connection.addTrack(new ClipTrack(new VideoFormat(codec, 64, 64, 30, false), codec));
        return connection;
    }

    @Test
    void offer_withABadCandidate_isTakenWithTheOthers() {
        var offer = OfferText.bundle(List.of("1"), OfferText.video("1") + CANDIDATES);
        var taken = connection().setRemoteDescription(new SessionDescription(SdpType.OFFER, offer));
        assertThat(taken.toCompletableFuture()).isCompleted();
        assertThat(agent.remoteCandidates)
                .singleElement()
                .satisfies(c -> assertThat(c.candidate()).startsWith("candidate:1 "));
    }

    @Test
    void addIceCandidate_bad_saysSo() {
        var connection = connection();
        assertThatThrownBy(() -> connection.addIceCandidate(new IceCandidate("candidate:odd", "0", 0, null)))
                .isInstanceOf(PeerException.class);
    }
}
