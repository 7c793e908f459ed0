// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.whep;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceParameters;
import org.camquay.api.ice.IceServer;
import org.camquay.api.peer.AnsweredPeer;
import org.camquay.api.peer.NoCommonCodecException;
import org.camquay.api.peer.NoSuchStreamException;
import org.camquay.api.peer.PeerEntry;
import org.camquay.api.peer.PeerException;
import org.camquay.api.peer.PeerId;
import org.camquay.api.peer.PeerOrigin;
import org.camquay.api.peer.Peers;
import org.camquay.api.peer.SdpType;
import org.camquay.api.peer.SessionDescription;
import org.camquay.api.peer.TooOftenException;
import org.camquay.api.peer.TryLaterException;

/** Peers whose fate is the name of the stream they ask for. */
final class FakePeers implements Peers {
    static final String ANSWER = "v=0\r\na=ice-ufrag:uF/9+\r\n";

    final Map<PeerId, FakePeer> live = new ConcurrentHashMap<>();
    final List<IceCandidate> candidates = new CopyOnWriteArrayList<>();
    volatile SessionDescription offer;
    volatile PeerOrigin origin;

    @Override
    public CompletionStage<AnsweredPeer> answer(String streamName, SessionDescription newOffer, PeerOrigin newOrigin) {
        offer = newOffer;
        origin = newOrigin;
        return switch (streamName) {
            case "demo", "front door" ->
                CompletableFuture.supplyAsync(() -> {
                    var peer = new FakePeer(new PeerId("p" + live.size()), streamName, newOrigin);
                    live.put(peer.id(), peer);
                    return peer;
                });
            case "mjpeg" -> CompletableFuture.failedFuture(new NoCommonCodecException("no codec in common"));
            case "off" -> CompletableFuture.failedFuture(new TryLaterException("not open yet"));
            case "busy" -> CompletableFuture.failedFuture(new TooOftenException("too often: wait", 7));
            case "strict" -> CompletableFuture.failedFuture(new PeerException("a=rtcp-mux is missing"));
            case "crash" -> CompletableFuture.failedFuture(new IllegalStateException("s3cret"));
            default -> CompletableFuture.failedFuture(new NoSuchStreamException("no stream is named so"));
        };
    }

    @Override
    public Optional<AnsweredPeer> answered(PeerId id) {
        return Optional.ofNullable(live.get(id));
    }

    @Override
    public List<PeerEntry> list() {
        return List.of();
    }

    @Override
    public int close(String streamName, String reason) {
        return 0;
    }

    /** A viewer without media. */
    final class FakePeer implements AnsweredPeer {
        private final PeerId id;
        private final String streamName;
        private final PeerOrigin origin;
        private volatile String answer = ANSWER;
        private volatile String fragment = "x";

        FakePeer(PeerId id, String streamName, PeerOrigin origin) {
            this.id = id;
            this.streamName = streamName;
            this.origin = origin;
        }

        @Override
        public String streamName() {
            return streamName;
        }

        @Override
        public PeerOrigin origin() {
            return origin;
        }

        @Override
        public PeerId id() {
            return id;
        }

        @Override
        public SessionDescription answer() {
            return new SessionDescription(SdpType.ANSWER, answer);
        }

        @Override
        public List<IceServer> iceServers() {
            return List.of(new IceServer(List.of("stun:192.0.2.1", "turn:192.0.2.1"), "9:a", "s\"p+/="));
        }

        @Override
        public CompletionStage<Void> addIceCandidates(List<IceCandidate> more) {
            if (more.stream().anyMatch(c -> c.candidate().contains("bad"))) {
                return CompletableFuture.failedFuture(new PeerException("a candidate cannot be read"));
            }
            candidates.addAll(more);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> restartIce(IceParameters parameters, List<IceCandidate> more) {
            if (!parameters.usernameFragment().equals(fragment)) {
                fragment = parameters.usernameFragment();
                answer = "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:0\r\na=ice-ufrag:new" + fragment
                        + "\r\na=ice-pwd:p\r\na=rtpmap:96 H264/90000\r\na=candidate:7\r\n";
            }
            return addIceCandidates(more);
        }

        @Override
        public void close() {
            live.remove(id);
        }
    }
}
