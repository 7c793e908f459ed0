// SPDX-License-Identifier: Apache-2.0
package org.camquay.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Annotation;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.camquay.api.access.AccessDecision;
import org.camquay.api.access.Authorizer;
import org.camquay.api.peer.AnsweredPeer;
import org.camquay.api.peer.PeerConnectionFactory;
import org.camquay.api.peer.PeerEntry;
import org.camquay.api.peer.PeerId;
import org.camquay.api.peer.PeerOrigin;
import org.camquay.api.peer.Peers;
import org.camquay.api.peer.SessionDescription;
import org.camquay.api.signaling.Registration;
import org.camquay.api.signaling.SignalingGateway;
import org.camquay.api.signaling.SignalingTarget;
import org.camquay.api.stream.Stream;
import org.camquay.api.stream.StreamRequest;
import org.camquay.api.stream.StreamState;
import org.camquay.api.stream.Streams;
import org.camquay.api.stream.Track;
import org.camquay.gate.Gate;
import org.camquay.gate.GateSettings;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private static final PeerConnectionFactory CONNECTIONS = (loop, config, listener) -> {
        throw new AssertionError("nobody watches here");
    };

    private final Commands commands = new Commands();
    private final Gate gate = new Gate(GateSettings.defaults().open());
    private final List<Stream> streams = new ArrayList<>();
    private final List<Registration> rooms = new ArrayList<>();
    private final ListedStreams core = new ListedStreams();
    private long nanos;

    @Test
    void check_tokensAreAskedAndNobodyReadsThem_isDown() {
        var asking = new Gate(GateSettings.defaults());
        Authorizer authorizer = request -> new AccessDecision.Granted("", "");
        var readiness = new Readiness(commands, asking, () -> nanos);
        assertThat(readiness.check().waitingFor()).contains("service authorizer");
        asking.setAuthorizer(authorizer);
        assertThat(readiness.check().waitingFor()).doesNotContain("service authorizer");
        asking.unsetAuthorizer(authorizer);
        assertThat(readiness.check().waitingFor()).contains("service authorizer");
    }

    @Test
    void check_partsComeOneByOne_namesWhatIsMissing() {
        var readiness = expecting(List.of(), List.of());
        assertThat(readiness.check().waitingFor())
                .containsExactly(
                        "command startWebRTC",
                        "command pullStream",
                        "service streams",
                        "service signaling",
                        "service peers");
        complete(readiness);
        assertThat(readiness.check()).isEqualTo(new Health("UP", List.of()));
        readiness.unsetStreams(core);
        assertThat(readiness.check()).isEqualTo(new Health("DOWN", List.of("service streams")));
    }

    @Test
    void check_withoutWhatMakesConnections_isNotReadyForPeers() {
        var readiness = expecting(List.of(), List.of());
        complete(readiness);
        readiness.unsetConnections(CONNECTIONS);
        assertThat(readiness.check()).isEqualTo(new Health("DOWN", List.of("service peers")));
    }

    @Test
    void check_slowStreamAndRoom_waitsUntilEachWasUpOnce() {
        var readiness = expecting(List.of(), List.of());
        complete(readiness);
        streams.add(new FixedStream("demo", StreamState.CONNECTING));
        streams.add(new FixedStream("lazy", StreamState.IDLE));
        rooms.add(new FixedRoom("hall", Registration.State.CONNECTING));
        assertThat(readiness.check().waitingFor()).containsExactly("room hall", "stream demo");
        streams.set(0, new FixedStream("demo", StreamState.LIVE));
        assertThat(readiness.check().waitingFor()).containsExactly("room hall");
        streams.set(0, new FixedStream("demo", StreamState.WAITING));
        rooms.set(0, new FixedRoom("hall", Registration.State.REGISTERED));
        assertThat(readiness.check().up()).isTrue();
        rooms.set(0, new FixedRoom("hall", Registration.State.WAITING));
        assertThat(readiness.check().up()).isTrue();
    }

    @Test
    void check_streamOfAnExpectation_isDownAsLongAsItDeliversNothing() {
        var readiness = expecting(List.of("demo"), List.of());
        complete(readiness);
        streams.add(new FixedStream("demo", StreamState.LIVE));
        streams.add(new FixedStream("other", StreamState.LIVE));
        assertThat(readiness.check().up()).isTrue();
        for (var state : List.of(StreamState.CONNECTING, StreamState.WAITING)) {
            streams.set(0, new FixedStream("demo", state));
            streams.set(1, new FixedStream("other", state));
            assertThat(readiness.check()).isEqualTo(new Health("DOWN", List.of("stream demo")));
        }
        streams.set(0, new FixedStream("demo", StreamState.IDLE));
        assertThat(readiness.check().up()).as("nobody watches it").isTrue();
        streams.clear();
        assertThat(readiness.check().up()).as("it was shut down on purpose").isTrue();
    }

    @Test
    void check_cameraOff_isReadyAfterThreeSecondsAllTheSame() {
        var readiness = expecting(List.of("demo"), List.of("hall"));
        nanos = 50_000_000_000L;
        complete(readiness);
        assertThat(readiness.check().waitingFor()).containsExactly("room hall", "stream demo");
        nanos += Readiness.PATIENCE_NANOS - 1;
        assertThat(readiness.check().up()).isFalse();
        nanos += 1;
        assertThat(readiness.check().up()).isTrue();
    }

    @Test
    void get_health_answers503Then200() throws Exception {
        var readiness = expecting(List.of(), List.of());
        try (var server = new ServletServer(gate, Map.of("/health", new HealthServlet(readiness, new Liveness())))) {
            var before = server.send("/health", HttpRequest.Builder::GET);
            assertThat(before.statusCode()).isEqualTo(503);
            assertThat(before.body()).contains("\"DOWN\"", "service peers");
            complete(readiness);
            var after = server.send("/health", HttpRequest.Builder::GET);
            assertThat(after.statusCode()).isEqualTo(200);
            assertThat(after.body()).isEqualTo("{\"status\":\"UP\",\"waitingFor\":[]}");
        }
    }

    @Test
    void check_nothingExpected_isNotReady() {
        assertThat(new Readiness(commands, gate, () -> nanos).check().waitingFor())
                .containsExactly("a configuration of org.camquay.http.Expectation");
    }

    private Readiness expecting(List<String> streamNames, List<String> roomNames) {
        var readiness = new Readiness(commands, gate, () -> nanos);
        readiness.addExpectation(new Expectation(new Needs(streamNames, roomNames)));
        return readiness;
    }

    private void complete(Readiness readiness) {
        commands.add(new EchoCommand("startWebRTC"));
        commands.add(new EchoCommand("pullStream"));
        readiness.setStreams(core);
        readiness.setGateway(new ListedRooms());
        readiness.setPeers(new NoPeers());
        readiness.setConnections(CONNECTIONS);
    }

    private record Needs(List<String> streamNames, List<String> roomNames) implements Expectation.Config {
        @Override
        public String[] commands() {
            return new String[] {"startWebRTC, pullStream"};
        }

        @Override
        public String[] requires() {
            return new String[] {"streams", "signaling", "peers"};
        }

        @Override
        public String[] streams() {
            return streamNames.toArray(String[]::new);
        }

        @Override
        public String[] rooms() {
            return roomNames.toArray(String[]::new);
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return Expectation.Config.class;
        }
    }

    private record FixedStream(String name, StreamState state) implements Stream {
        @Override
        public long id() {
            return 1;
        }

        @Override
        public URI uri() {
            return URI.create("test:bars");
        }

        @Override
        public String status() {
            return "";
        }

        @Override
        public Instant since() {
            return Instant.EPOCH;
        }

        @Override
        public List<Track> tracks() {
            return List.of();
        }

        @Override
        public CompletionStage<List<Track>> open() {
            return CompletableFuture.completedFuture(List.of());
        }
    }

    private record FixedRoom(String name, Registration.State state) implements Registration {
        @Override
        public SignalingTarget target() {
            return new SignalingTarget(URI.create("ws://h:1/"), name, "", new UUID(0, 0));
        }

        @Override
        public String status() {
            return "";
        }

        @Override
        public Instant since() {
            return Instant.EPOCH;
        }

        @Override
        public void leave() {}
    }

    private final class ListedStreams implements Streams {
        @Override
        public Stream pull(StreamRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Stream> find(String name) {
            return Optional.empty();
        }

        @Override
        public List<Stream> list() {
            return streams;
        }

        @Override
        public boolean shutdown(String name) {
            return false;
        }

        @Override
        public Set<String> schemes() {
            return Set.of();
        }
    }

    private final class ListedRooms implements SignalingGateway {
        @Override
        public Registration join(SignalingTarget target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Registration> list() {
            return rooms;
        }

        @Override
        public Set<String> schemes() {
            return Set.of();
        }
    }

    private static final class NoPeers implements Peers {
        @Override
        public CompletionStage<AnsweredPeer> answer(String streamName, SessionDescription offer, PeerOrigin origin) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<AnsweredPeer> answered(PeerId id) {
            return Optional.empty();
        }

        @Override
        public List<PeerEntry> list() {
            return List.of();
        }

        @Override
        public int close(String streamName, String reason) {
            return 0;
        }
    }
}
