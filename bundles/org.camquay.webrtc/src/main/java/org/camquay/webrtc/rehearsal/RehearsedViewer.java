// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.rehearsal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceTransportPolicy;
import org.camquay.api.net.EventLoop;
import org.camquay.api.net.PacketSink;
import org.camquay.api.peer.PeerConnectionConfig;
import org.camquay.api.peer.PeerConnectionListener;
import org.camquay.api.peer.PeerConnectionState;
import org.camquay.api.peer.PeerException;
import org.camquay.api.peer.SdpType;
import org.camquay.api.peer.SessionDescription;
import org.camquay.dtls.DtlsListener;
import org.camquay.dtls.DtlsParameters;
import org.camquay.dtls.DtlsRole;
import org.camquay.dtls.DtlsTransport;
import org.camquay.dtls.Fingerprint;
import org.camquay.dtls.srtp.SrtpKeys;
import org.camquay.dtls.srtp.SrtpReceiver;
import org.camquay.dtls.srtp.SrtpSender;
import org.camquay.rtp.RtpPacket;
import org.camquay.rtp.rtcp.GenericNack;
import org.camquay.rtp.rtcp.ReceiverReport;
import org.camquay.rtp.rtcp.ReceptionStatistics;
import org.camquay.rtp.rtcp.RtcpCompound;
import org.camquay.webrtc.Environment;
import org.camquay.webrtc.TransportPeerConnection;
import org.camquay.webrtc.negotiation.Negotiation;
import org.camquay.webrtc.send.TrackRegistry;
import org.camquay.webrtc.transport.LoopTimer;

/**
 * A connection of ours with a viewer in memory, who does as Chromium does, up to some packets and a report: it answers our
 * offer, or brings one as by WHEP.
 */
final class RehearsedViewer implements PacketSink, DtlsListener, PeerConnectionListener {
    private static final int PACKETS = 120;
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(3);
    private static final int CLOCK_RATE = 90_000;
    private static final String OFFER = "rehearsal-offer.sdp";

    private final Environment environment;
    private final EventLoop loop;
    private final boolean invited;
    private final Runnable onEnd;
    private final TransportPeerConnection connection;
    private PipedAgent pipe;
    private DtlsTransport dtls;
    private SrtpReceiver receiver;
    private SrtpSender sender;
    private ReceptionStatistics statistics;
    private EventLoop.Timer timer;
    private int packets;
    private boolean ended;

    RehearsedViewer(Environment environment, EventLoop loop, boolean invited, Runnable onEnd) {
        this.environment = environment;
        this.loop = loop;
        this.invited = invited;
        this.onEnd = onEnd;
        var config = new PeerConnectionConfig("rehearsal", List.of(), IceTransportPolicy.ALL);
        connection = new TransportPeerConnection(piped(), loop, config, this);
    }

    /** Whether all came that was to come. */
    boolean served() {
        return packets >= PACKETS;
    }

    /** The environment of all, but with this viewer at the other end, and nothing left behind in it. */
    private Environment piped() {
        return new RehearsalEnvironment(
                environment,
                (l, config, listener) -> pipe = new PipedAgent(l, listener, this),
                new TrackRegistry(InstantSource.system(), loop::nanoTime));
    }

    /** Begins; {@code onEnd} runs in any case. */
    void join() {
        timer = loop.schedule(this::end, LONGEST);
        try {
            connection.addTrack(new RehearsalTrack());
            var section = Negotiation.parse(negotiate()).media().get(0);
            var fingerprints = section.transport().fingerprints().stream()
                    .flatMap(f -> Fingerprint.parse(f.toString()).stream())
                    .toList();
            dtls = new DtlsTransport(
                    environment.certificate(),
                    DtlsParameters.of(DtlsRole.CLIENT, fingerprints),
                    environment.handshakes(),
                    new LoopTimer(loop),
                    this);
            dtls.start();
        } catch (IOException | PeerException | RuntimeException e) {
            end();
        }
    }

    /** Returns our description. */
    private String negotiate() throws IOException {
        if (invited) {
            var offer = connection.createOffer(false).toCompletableFuture().join();
            connection.setLocalDescription(offer);
            var answer =
                    offer.sdp().replace("a=setup:actpass", "a=setup:active").replace("a=sendonly", "a=recvonly");
            connection.setRemoteDescription(new SessionDescription(SdpType.ANSWER, answer));
            return offer.sdp();
        }
        connection.setRemoteDescription(new SessionDescription(SdpType.OFFER, offer()));
        var answer = connection.createAnswer().toCompletableFuture().join();
        connection.setLocalDescription(answer);
        return answer.sdp();
    }

    private String offer() throws IOException {
        try (var in = RehearsedViewer.class.getResourceAsStream(OFFER)) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.replaceAll("\r?\n", "\r\n")
                    .replaceAll(
                            "a=fingerprint:[^\r]*",
                            "a=fingerprint:" + environment.certificate().fingerprint());
        }
    }

    @Override
    public void onPacket(InetSocketAddress remote, ByteBuffer packet) {
        int first = packet.get(0) & 0xff;
        if (ended) {
            return;
        }
        if (first < 64 && dtls != null) {
            dtls.receive(packet.array(), 0, packet.limit());
        } else if (first >= 128 && receiver != null && !RtpPacket.isRtcp(packet)) {
            receive(packet);
        }
    }

    private void receive(ByteBuffer packet) {
        int length = receiver.unprotect(packet.array(), 0, packet.limit());
        if (length == SrtpReceiver.DROPPED) {
            return;
        }
        RtpPacket.parse(packet.limit(length)).ifPresent(rtp -> {
            var header = rtp.header();
            if (statistics == null) {
                statistics = new ReceptionStatistics(header.ssrc(), CLOCK_RATE);
            }
            statistics.onPacket(header.sequenceNumber(), header.timestamp(), loop.nanoTime() / 1_000);
            if (++packets % (PACKETS / 2) == 0) {
                report(header.ssrc(), header.sequenceNumber());
            }
        });
        if (packets >= PACKETS) {
            end();
        }
    }

    private void report(long ssrc, int last) {
        var buffer = ByteBuffer.allocate(256);
        var report = new ReceiverReport(1, List.of(statistics.report(loop.nanoTime() / 1_000)));
        RtcpCompound.write(List.of(report, GenericNack.of(1, ssrc, last)), buffer);
        int length = sender.protectRtcp(buffer.array(), 0, buffer.position());
        pipe.deliver(buffer.limit(length).position(0));
    }

    @Override
    public void onOutgoingDatagram(byte[] datagram) {
        loop.execute(() -> pipe.deliver(ByteBuffer.wrap(datagram)));
    }

    @Override
    public void onConnected(SrtpKeys keys) {
        loop.execute(() -> {
            receiver = new SrtpReceiver(keys.remote());
            sender = new SrtpSender(keys.local());
        });
    }

    @Override
    public void onFailed(String reason) {
        loop.execute(this::end);
    }

    @Override
    public void onClosed() {
        loop.execute(this::end);
    }

    @Override
    public void onIceCandidate(IceCandidate candidate) {}

    @Override
    public void onConnectionState(PeerConnectionState state) {}

    /** Ends before its time too. Idempotent. */
    void end() {
        if (ended) {
            return;
        }
        ended = true;
        timer.cancel();
        connection.getStats();
        connection.close();
        if (dtls != null) {
            dtls.close();
        }
        onEnd.run();
    }
}
