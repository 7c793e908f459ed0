// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.transport;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.camquay.api.ice.IceAgent;
import org.camquay.api.ice.IceAgentFactory;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceCandidatePair;
import org.camquay.api.ice.IceConfig;
import org.camquay.api.ice.IceGatheringState;
import org.camquay.api.ice.IceListener;
import org.camquay.api.ice.IceTransportState;
import org.camquay.api.net.EventLoop;
import org.camquay.api.peer.PeerConnectionState;
import org.camquay.api.peer.TransportStats;
import org.camquay.dtls.DtlsCertificate;
import org.camquay.dtls.DtlsListener;
import org.camquay.dtls.DtlsParameters;
import org.camquay.dtls.DtlsRole;
import org.camquay.dtls.DtlsTransport;
import org.camquay.dtls.DtlsTransportState;
import org.camquay.dtls.Fingerprint;
import org.camquay.dtls.srtp.SrtpKeys;
import org.camquay.dtls.srtp.SrtpReceiver;
import org.camquay.dtls.srtp.SrtpSender;
import org.camquay.rtp.RtpPacket;
import org.camquay.rtp.rtcp.RtcpCompound;

/**
 * ICE, DTLS and SRTP of one peer: what is between RTP packets and the network (W3C {@code RTCDtlsTransport}). Thread: the
 * connection's loop; handshakes are computed by the executor.
 */
public final class SecureTransport implements AutoCloseable {
    private static final int LARGEST_RECEIVED = 2048;

    /** Datagrams of a first flight; Chromium's takes two. */
    private static final int MOST_EARLY = 8;

    /** Losses seldom come alone. */
    private static final long HURRY = TimeUnit.SECONDS.toNanos(2);

    private static final long HURRIED = TimeUnit.MILLISECONDS.toNanos(8);

    private final EventLoop loop;
    private final TransportOwner owner;
    private final Executor handshakes;
    private final DtlsCertificate certificate;
    private final IceAgent ice;
    private final SecureOutlet outlet;
    private DtlsTransport dtls;
    private DtlsRole role;
    /** Checks are answered before the peer's description is here, so its first flight may overtake that. */
    private final List<byte[]> early = new ArrayList<>();

    private SrtpReceiver srtpReceiver;
    private final TransportCounters counters = new TransportCounters();
    private String failure = "";
    private boolean closed;

    /** Makes the ICE agent; nothing is sent yet. */
    public SecureTransport(
            EventLoop loop,
            IceAgentFactory agents,
            IceConfig config,
            DtlsCertificate certificate,
            Executor handshakes,
            SegmentBatches batches,
            TransportOwner owner) {
        this.loop = loop;
        this.owner = owner;
        this.handshakes = handshakes;
        this.certificate = certificate;
        this.ice = agents.create(loop, config, new FromIce());
        this.outlet = new SecureOutlet(ice, batches.of(loop), counters);
    }

    /** The agent: candidates, roles and servers go to it directly. */
    public IceAgent ice() {
        return ice;
    }

    /** Prepares DTLS, now that the peer's fingerprints are known. It begins when ICE is connected. */
    public void secure(DtlsRole role, List<Fingerprint> remoteFingerprints) {
        if (dtls == null && !closed) {
            this.role = role;
            dtls = new DtlsTransport(
                    certificate,
                    DtlsParameters.of(role, remoteFingerprints),
                    handshakes,
                    new LoopTimer(loop),
                    new FromDtls());
            early.forEach(datagram -> dtls.receive(datagram, 0, datagram.length));
            early.clear();
            startDtls();
        }
    }

    private void startDtls() {
        boolean reachable = switch (ice.state()) {
            case CONNECTED, COMPLETED -> true;
            default -> false;
        };
        if (dtls != null && reachable) {
            dtls.start();
        }
    }

    /** That of ICE, DTLS and keys together. */
    public PeerConnectionState state() {
        if (closed) {
            return PeerConnectionState.CLOSED;
        }
        var dtlsState = dtls == null ? DtlsTransportState.NEW : dtls.state();
        var iceState = ice.state();
        if (!failure.isEmpty() || iceState == IceTransportState.FAILED) {
            return PeerConnectionState.FAILED;
        }
        if (iceState == IceTransportState.DISCONNECTED) {
            return PeerConnectionState.DISCONNECTED;
        }
        if (outlet.secure()) {
            return PeerConnectionState.CONNECTED;
        }
        return iceState == IceTransportState.NEW && dtlsState == DtlsTransportState.NEW
                ? PeerConnectionState.NEW
                : PeerConnectionState.CONNECTING;
    }

    /** One sentence on what holds it up or why it failed. */
    public String diagnosis() {
        return failure.isEmpty() ? ice.diagnosis() : failure;
    }

    /** The SRTP profile in use, empty before there is one. */
    public String cipher() {
        return outlet.cipher();
    }

    /** Where packets to the peer are put. */
    public SecureOutlet outlet() {
        return outlet;
    }

    /** The peer misses packets: what it asks for next is not to wait for the words of others. */
    public void hurry() {
        ice.attend(HURRY, HURRIED);
    }

    /** How often another pair was selected. */
    public long pairChanges() {
        return counters.pairChanges();
    }

    /** What it has carried, and over which pair. */
    public TransportStats stats() {
        counters.selected(ice.selectedPair().orElse(null));
        var states = dtls == null ? DtlsTransportState.NEW : dtls.state();
        return new TransportStats(
                ice.state().name().toLowerCase(Locale.ROOT),
                states.name().toLowerCase(Locale.ROOT),
                role == null ? "unknown" : role.name().toLowerCase(Locale.ROOT),
                cipher(),
                counters.pairChanges(),
                counters.total(),
                counters.ofPair());
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (dtls != null) {
            dtls.close();
        }
        // The close_notify is on its way through the executor and still needs the path.
        loop.schedule(ice::close, dtls == null ? 0 : 50_000_000L);
    }

    /** What the agent says, on the loop. */
    private final class FromIce implements IceListener {
        @Override
        public void onCandidate(IceCandidate candidate) {
            owner.onCandidate(candidate);
        }

        @Override
        public void onGatheringState(IceGatheringState state) {
            if (state == IceGatheringState.COMPLETE) {
                owner.onGathered();
            }
        }

        @Override
        public void onState(IceTransportState state) {
            if (!closed) {
                counters.selected(ice.selectedPair().orElse(null));
                startDtls();
                owner.onStateChange();
            }
        }

        @Override
        public void onSelectedPairChange(IceCandidatePair pair) {
            counters.selected(pair);
        }

        /** The receive path: which protocol, decrypt, read, hand over (RFC 7983, RFC 5761). */
        @Override
        public void onPacket(ByteBuffer packet) {
            counters.received(packet.remaining());
            int first = packet.hasRemaining() ? packet.get(packet.position()) & 0xff : 0;
            if (first >= 20 && first < 64) {
                receiveDtls(packet);
            } else if (first >= 128 && first < 192 && RtpPacket.isRtcp(packet)) {
                receiveRtcp(packet);
            }
        }

        @Override
        public boolean onStray(ByteBuffer packet) {
            int length = packet.remaining();
            boolean ours = receiveRtcp(packet);
            if (ours) {
                counters.received(length);
            }
            return ours;
        }
    }

    private void receiveDtls(ByteBuffer packet) {
        if (packet.remaining() > LARGEST_RECEIVED) {
            return;
        }
        byte[] datagram = new byte[packet.remaining()];
        packet.get(datagram);
        if (dtls != null) {
            dtls.receive(datagram, 0, datagram.length);
        } else if (early.size() < MOST_EARLY) {
            early.add(datagram);
        }
    }

    /** False if it is not the peer's, or no news. */
    private boolean receiveRtcp(ByteBuffer packet) {
        if (srtpReceiver == null || packet.remaining() > LARGEST_RECEIVED) {
            return false;
        }
        int length = packet.remaining();
        byte[] datagram = new byte[length];
        packet.get(datagram);
        int plain = srtpReceiver.unprotectRtcp(datagram, 0, length);
        if (plain == SrtpReceiver.DROPPED) {
            return false;
        }
        owner.onRtcp(RtcpCompound.parse(ByteBuffer.wrap(datagram, 0, plain)));
        return true;
    }

    /** What DTLS says, on the executor. */
    private final class FromDtls implements DtlsListener {
        @Override
        public void onOutgoingDatagram(byte[] datagram) {
            loop.execute(() -> outlet.sendNow(ByteBuffer.wrap(datagram)));
        }

        @Override
        public void onConnected(SrtpKeys keys) {
            loop.execute(() -> {
                if (!closed) {
                    outlet.secure(new SrtpSender(keys.local()));
                    srtpReceiver = new SrtpReceiver(keys.remote());
                    owner.onSecure();
                    owner.onStateChange();
                }
            });
        }

        @Override
        public void onFailed(String reason) {
            fail("DTLS failed: " + reason);
        }

        @Override
        public void onClosed() {
            fail("the peer has closed the connection");
        }

        private void fail(String reason) {
            loop.execute(() -> {
                if (!closed) {
                    failure = reason;
                    owner.onStateChange();
                }
            });
        }
    }
}
