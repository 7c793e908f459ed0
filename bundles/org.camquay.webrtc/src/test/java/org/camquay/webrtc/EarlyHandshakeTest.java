// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceTransportPolicy;
import org.camquay.api.ice.IceTransportState;
import org.camquay.api.media.Codec;
import org.camquay.api.media.VideoFormat;
import org.camquay.api.peer.PeerConnectionConfig;
import org.camquay.api.peer.PeerConnectionListener;
import org.camquay.api.peer.PeerConnectionState;
import org.camquay.api.peer.SdpType;
import org.camquay.api.peer.SessionDescription;
import org.camquay.dtls.DtlsCertificate;
import org.camquay.dtls.DtlsListener;
import org.camquay.dtls.DtlsParameters;
import org.camquay.dtls.DtlsRole;
import org.camquay.dtls.DtlsTransport;
import org.camquay.dtls.srtp.SrtpKeys;
import org.camquay.testkit.Await;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.webrtc.send.ClipTrack;
import org.camquay.webrtc.transport.LoopTimer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A viewer whose first flight overtakes its answer, as it does where media has the shorter way. */
class EarlyHandshakeTest {
    private static final int HANDSHAKE = 22;

    private final FakeEventLoop loop = new FakeEventLoop();
    private final ScriptedEnvironment environment = new ScriptedEnvironment(loop);
    private final DtlsCertificate ofViewer = DtlsCertificate.generate(Clock.systemUTC());
    private final Queue<byte[]> flight = new ConcurrentLinkedQueue<>();
    private ScriptedAgent agent;
    private TransportPeerConnection connection;
    private DtlsTransport viewer;

    @AfterEach
    void end() {
        viewer.close();
        connection.close();
        environment.close();
    }

    @Test
    void firstFlight_beforeTheAnswer_isAnsweredWithoutBeingRepeated() {
        connect();
        var offer = connection.createOffer(false).toCompletableFuture().join();
        connection.setLocalDescription(offer);
        begin();
        Await.until(Duration.ofSeconds(60), "the viewer's first flight", () -> !flight.isEmpty());
        agent.listener.onPacket(ByteBuffer.wrap(flight.remove()));
        connection.setRemoteDescription(new SessionDescription(SdpType.ANSWER, answer(offer.sdp())));
        agent.become(IceTransportState.CONNECTED);
        Await.until(Duration.ofSeconds(60), "our flight", () -> {
            loop.run();
            return !agent.sent.isEmpty();
        });
        assertThat(agent.sent.get(0)[0]).isEqualTo((byte) HANDSHAKE);
    }

    @Test
    void flood_beforeTheAnswer_isBounded() {
        connect();
        var offer = connection.createOffer(false).toCompletableFuture().join();
        connection.setLocalDescription(offer);
        for (int i = 0; i < 1_000; i++) {
            agent.listener.onPacket(ByteBuffer.wrap(new byte[] {HANDSHAKE, 0, 0}));
            agent.listener.onPacket(ByteBuffer.wrap(new byte[] {HANDSHAKE}).limit(1));
            agent.listener.onPacket(ByteBuffer.allocate(65_000).put(0, (byte) HANDSHAKE));
        }
        begin();
        connection.setRemoteDescription(new SessionDescription(SdpType.ANSWER, answer(offer.sdp())));
        agent.become(IceTransportState.CONNECTED);
        Await.until(Duration.ofSeconds(60), "the handshake, though noise was before it", () -> {
            for (var datagram = flight.poll(); datagram != null; datagram = flight.poll()) {
                agent.listener.onPacket(ByteBuffer.wrap(datagram));
            }
            loop.run();
            return !agent.sent.isEmpty();
        });
    }

    private void connect() {
        var config = new PeerConnectionConfig("test", List.of(), IceTransportPolicy.ALL);
        connection = new TransportPeerConnection(environment, loop, config, new PeerConnectionListener() {
            @Override
            public void onIceCandidate(IceCandidate candidate) {}

            @Override
            public void onConnectionState(PeerConnectionState state) {}
        });
        agent = environment.agents.get(0);
        var codec = Codec.h264("42e01f");
        connection.addTrack(new ClipTrack(new VideoFormat(codec, 64, 64, 30, false), codec));
    }

    private void begin() {
        var parameters = DtlsParameters.of(
                DtlsRole.CLIENT, List.of(environment.certificate().fingerprint()));
        viewer = new DtlsTransport(
                ofViewer, parameters, environment.handshakes(), new LoopTimer(loop), new DtlsListener() {
                    @Override
                    public void onOutgoingDatagram(byte[] datagram) {
                        flight.add(datagram);
                    }

                    @Override
                    public void onConnected(SrtpKeys keys) {}

                    @Override
                    public void onFailed(String reason) {}

                    @Override
                    public void onClosed() {}
                });
        viewer.start();
    }

    /** What a viewer says to that offer. */
    private String answer(String offer) {
        return offer.replace("a=setup:actpass", "a=setup:active")
                .replace("a=sendonly", "a=recvonly")
                .replaceAll("a=fingerprint:[^\r]*", "a=fingerprint:" + ofViewer.fingerprint());
    }
}
