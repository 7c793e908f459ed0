// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceCandidatePair;
import org.camquay.api.ice.IceReport;
import org.camquay.api.ice.IceServer;
import org.camquay.api.ice.IceTransportState;
import org.camquay.api.media.Codec;
import org.camquay.api.media.MediaKind;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.net.EventLoop;
import org.camquay.api.peer.PeerConnection;
import org.camquay.api.peer.PeerConnectionConfig;
import org.camquay.api.peer.PeerConnectionFactory;
import org.camquay.api.peer.PeerConnectionListener;
import org.camquay.api.peer.PeerConnectionState;
import org.camquay.api.peer.PeerException;
import org.camquay.api.peer.PeerId;
import org.camquay.api.peer.PeerStats;
import org.camquay.api.peer.SdpType;
import org.camquay.api.peer.SessionDescription;
import org.camquay.api.signaling.SignalingChannel;
import org.camquay.api.signaling.SignalingClient;
import org.camquay.api.signaling.SignalingListener;
import org.camquay.api.signaling.SignalingTarget;
import org.camquay.api.stream.FrameReader;
import org.camquay.api.stream.Stream;
import org.camquay.api.stream.StreamRequest;
import org.camquay.api.stream.StreamState;
import org.camquay.api.stream.Streams;
import org.camquay.api.stream.Subscription;
import org.camquay.api.stream.Track;
import org.camquay.api.stream.TrackStats;

/** Small worlds for the core to live in: providers of the api that do what a test tells them. */
final class Script {
    private Script() {}

    /** A backend whose connections the test completes. */
    static final class Backend implements SignalingClient {
        final List<CompletableFuture<SignalingChannel>> dials = new ArrayList<>();
        SignalingListener listener;

        @Override
        public CompletionStage<SignalingChannel> connect(SignalingTarget target, SignalingListener newListener) {
            listener = newListener;
            dials.add(new CompletableFuture<>());
            return last();
        }

        CompletableFuture<SignalingChannel> last() {
            return dials.get(dials.size() - 1);
        }
    }

    /** A channel that notes what it is asked. */
    static final class Channel implements SignalingChannel {
        final Map<PeerId, CompletableFuture<SessionDescription>> invites =
                new TreeMap<>(java.util.Comparator.comparing(PeerId::value));
        final List<String> said = new ArrayList<>();
        final List<SessionDescription> offers = new ArrayList<>();
        CompletionStage<List<IceServer>> servers = CompletableFuture.completedStage(List.of());
        int asked;
        boolean closed;
        boolean hungUp;

        @Override
        public CompletionStage<SessionDescription> invite(PeerId peer, SessionDescription offer) {
            offers.add(offer);
            invites.put(peer, new CompletableFuture<>());
            return invites.get(peer);
        }

        @Override
        public CompletionStage<List<IceServer>> iceServers(PeerId peer) {
            asked++;
            return servers;
        }

        @Override
        public void trickle(PeerId peer, IceCandidate candidate) {
            said.add("trickle " + peer + " " + candidate.candidate());
        }

        @Override
        public void dismiss(PeerId peer, String reason) {
            said.add("dismiss " + peer + " " + reason);
        }

        @Override
        public void hangUp() {
            hungUp = true;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** Connections that notes what they are asked; the test says how they fare. */
    static final class Connections implements PeerConnectionFactory {
        final List<Connection> made = new ArrayList<>();
        final List<PeerConnectionConfig> configs = new ArrayList<>();

        @Override
        public PeerConnection create(EventLoop loop, PeerConnectionConfig config, PeerConnectionListener listener) {
            configs.add(config);
            made.add(new Connection(listener));
            return made.get(made.size() - 1);
        }
    }

    static final class Connection implements PeerConnection {
        final PeerConnectionListener listener;
        final List<Track> tracks = new ArrayList<>();
        final List<IceCandidate> candidates = new ArrayList<>();
        final List<SessionDescription> remote = new ArrayList<>();
        final List<IceServer> servers = new ArrayList<>();
        PeerConnectionState state = PeerConnectionState.NEW;
        IceTransportState ice = IceTransportState.NEW;
        IceCandidatePair selected;
        List<IceCandidatePair> pairs = List.of();
        long silentNanos;
        int restarts;
        boolean closed;
        boolean heard = true;

        Connection(PeerConnectionListener listener) {
            this.listener = listener;
        }

        void become(PeerConnectionState newState) {
            state = newState;
            listener.onConnectionState(newState);
        }

        @Override
        public void addTrack(Track track) {
            tracks.add(track);
        }

        @Override
        public CompletionStage<SessionDescription> createOffer(boolean iceRestart) {
            restarts += iceRestart ? 1 : 0;
            return CompletableFuture.completedStage(new SessionDescription(SdpType.OFFER, "offer"));
        }

        @Override
        public CompletionStage<SessionDescription> createAnswer() {
            return CompletableFuture.completedStage(new SessionDescription(SdpType.ANSWER, "answer"));
        }

        @Override
        public CompletionStage<Void> setLocalDescription(SessionDescription description) {
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<Void> setRemoteDescription(SessionDescription description) {
            remote.add(description);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public SessionDescription localDescription() {
            return new SessionDescription(SdpType.OFFER, "offer with candidates");
        }

        @Override
        public boolean isHeard() {
            return heard;
        }

        @Override
        public boolean gatheringComplete() {
            return false;
        }

        @Override
        public void addIceCandidate(IceCandidate candidate) throws PeerException {
            if (candidate.candidate().contains("bad")) {
                throw new PeerException("the candidate cannot be read");
            }
            candidates.add(candidate);
        }

        @Override
        public PeerConnectionState connectionState() {
            return state;
        }

        @Override
        public String diagnosis() {
            return "no check was answered";
        }

        @Override
        public IceReport iceReport() {
            var tried = pairs.stream().map(p -> new IceReport.Tried(p, 0, 0)).toList();
            return new IceReport(ice, null, List.of(), List.of(), tried, selected, -1, -1, diagnosis(), "");
        }

        @Override
        public long silentNanos() {
            return silentNanos;
        }

        @Override
        public void setIceServers(List<IceServer> newServers) {
            servers.clear();
            servers.addAll(newServers);
        }

        @Override
        public PeerStats getStats() {
            return new PeerStats(List.of(), null, "");
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** Streams that a test opens. */
    static final class Cameras implements Streams {
        final Map<String, Camera> cameras = new TreeMap<>();
        /** Those that are more than a camera. */
        final Map<String, Stream> others = new TreeMap<>();

        Camera add(String name) {
            return cameras.computeIfAbsent(name, Camera::new);
        }

        @Override
        public Stream pull(StreamRequest request) {
            return add(request.name());
        }

        @Override
        public Optional<Stream> find(String name) {
            return Optional.ofNullable(others.getOrDefault(name, cameras.get(name)));
        }

        @Override
        public List<Stream> list() {
            return List.copyOf(cameras.values());
        }

        @Override
        public boolean shutdown(String name) {
            return cameras.remove(name) != null;
        }

        @Override
        public Set<String> schemes() {
            return Set.of("test");
        }
    }

    /** A stream whose source opens when the test says so. */
    static final class Camera implements Stream {
        private final String name;
        final CompletableFuture<List<Track>> open = new CompletableFuture<>();

        Camera(String name) {
            this.name = name;
        }

        Camera live() {
            open.complete(List.of(new Picture()));
            return this;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public long id() {
            return 1;
        }

        @Override
        public URI uri() {
            return URI.create("test:bars");
        }

        @Override
        public StreamState state() {
            return open.isDone() ? StreamState.LIVE : StreamState.WAITING;
        }

        @Override
        public String status() {
            return "the camera is off";
        }

        @Override
        public Instant since() {
            return Instant.EPOCH;
        }

        @Override
        public List<Track> tracks() {
            return open.isDone() ? open.join() : List.of();
        }

        @Override
        public CompletionStage<List<Track>> open() {
            return open;
        }
    }

    /** A track nobody reads here. */
    static final class Picture implements Track {
        @Override
        public String id() {
            return "picture";
        }

        @Override
        public MediaKind kind() {
            return MediaKind.VIDEO;
        }

        @Override
        public Optional<TrackFormat> format() {
            return Optional.empty();
        }

        @Override
        public boolean muted() {
            return false;
        }

        @Override
        public boolean ended() {
            return false;
        }

        @Override
        public List<Codec> codecs() {
            return List.of(Codec.h264("42e01f"));
        }

        @Override
        public Track in(Codec codec) {
            return this;
        }

        @Override
        public Subscription addReader(FrameReader reader) {
            return () -> {};
        }

        @Override
        public void requestKeyFrame() {}

        @Override
        public TrackStats stats() {
            return new TrackStats(0, 0, 0, 0, 0, 0);
        }
    }
}
