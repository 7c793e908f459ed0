// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.camquay.api.ice.IceAgent;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceConfig;
import org.camquay.api.ice.IceException;
import org.camquay.api.ice.IceReport;
import org.camquay.api.ice.IceRole;
import org.camquay.api.ice.IceServer;
import org.camquay.api.ice.IceTransportPolicy;
import org.camquay.api.ice.IceTransportState;
import org.camquay.api.net.EventLoop;
import org.camquay.ice.net.NioServerLinks;
import org.camquay.net.NetLoops;
import org.camquay.net.NioDatagramPorts;
import org.camquay.net.WorkThreads;
import org.camquay.testkit.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Agents with real sockets whose packets go over a real coturn. */
final class CoturnAgentsTest {
    private static final Logger log = LoggerFactory.getLogger(CoturnAgentsTest.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final WorkThreads work = new WorkThreads();
    private NetLoops loops;
    private MediaSockets sockets;
    private NioServerLinks links;

    @BeforeEach
    void open() throws IOException {
        loops = new NetLoops(2);
        sockets = new MediaSockets(new NioDatagramPorts(loops), null, MediaSocketsTest.config(0, "127.0.0.1"));
        links = new NioServerLinks(work, RealServersTest.trust("", true));
    }

    @AfterEach
    void close() {
        sockets.close();
        loops.close();
        work.close();
    }

    private final class Peer {
        final EventLoop loop = loops.next();
        final RecordingIceListener heard = new RecordingIceListener();
        final IceAgent agent;

        Peer(IceTransportPolicy policy, List<IceServer> servers) {
            agent = new FullIceAgentFactory(sockets, links, work, MediaSocketsTest.factoryConfig())
                    .create(loop, new IceConfig("peer", servers, policy), heard);
        }

        <T> T ask(Supplier<T> question) {
            return CompletableFuture.supplyAsync(question, loop).join();
        }

        void tell(IceCandidate candidate) {
            loop.execute(() -> {
                try {
                    agent.addRemoteCandidate(candidate);
                } catch (IceException e) {
                    throw new AssertionError(e);
                }
            });
        }

        void begin(Peer other, IceRole role) {
            var parameters = other.ask(other.agent::localParameters);
            loop.execute(() -> {
                agent.gather();
                agent.setRemoteParameters(parameters);
                agent.start(role);
            });
        }

        boolean isConnected() {
            return heard.states.contains(IceTransportState.CONNECTED);
        }
    }

    private IceReport exchange(String url) {
        var turn = List.of(new IceServer(List.of(url), Coturn.USER, Coturn.PASSWORD));
        var camera = new Peer(IceTransportPolicy.RELAY, turn);
        var viewer = new Peer(IceTransportPolicy.ALL, List.of());
        camera.begin(viewer, IceRole.CONTROLLING);
        viewer.begin(camera, IceRole.CONTROLLED);
        Await.until(
                PATIENCE, "candidates", () -> !camera.heard.candidates.isEmpty() && !viewer.heard.candidates.isEmpty());
        camera.heard.candidates.forEach(viewer::tell);
        viewer.heard.candidates.forEach(camera::tell);
        Await.until(PATIENCE, "the connection", () -> camera.isConnected() && viewer.isConnected());
        for (int i = 0; i < 500; i++) {
            String text = "frame " + i;
            Await.until(PATIENCE, "room", () -> camera.ask(() -> camera.agent.send(RecordingIceListener.packet(text))));
            if (i % 50 == 0) {
                int sent = i + 1;
                Await.until(PATIENCE, "packets", () -> viewer.heard.packets.size() == sent);
                viewer.ask(() -> viewer.agent.send(RecordingIceListener.packet("report")));
            }
        }
        Await.until(PATIENCE, "all packets", () -> viewer.heard.packets.size() == 500);
        Await.until(PATIENCE, "reports", () -> camera.heard.packets.size() == 10);
        Await.until(
                PATIENCE, "a nomination", () -> camera.ask(camera.agent::report).selectedAfter() >= 0);
        var report = camera.ask(camera.agent::report);
        assertThat(report.selectedPair().local()).contains("typ relay");
        camera.ask(() -> {
            camera.agent.close();
            return null;
        });
        viewer.loop.execute(viewer.agent::close);
        log.info(
                "{}: relay candidate after {} ms, connected after {} ms, nominated after {} ms",
                url,
                report.gathered().get(0).after(),
                report.connectedAfter(),
                report.selectedAfter());
        return report;
    }

    @Test
    void agents_overEachTransport_exchangePacketsAndGiveTheAllocationBack() throws IOException {
        var certificates = new TestCertificates(folder);
        var options = new java.util.ArrayList<>(List.of(certificates.server("good", "IP:127.0.0.1", 30)));
        options.add("--user-quota=1");
        try (var server = Coturn.withUser(folder, options.toArray(String[]::new))) {
            // With a quota of one, each only works when the one before has given its allocation back.
            for (int round = 0; round < 2; round++) {
                exchange("turn:127.0.0.1:" + server.port);
                awaitReleased(server, 3 * round + 1);
                exchange("turn:127.0.0.1:" + server.port + "?transport=tcp");
                awaitReleased(server, 3 * round + 2);
                exchange("turns:127.0.0.1:" + server.tlsPort);
                awaitReleased(server, 3 * round + 3);
            }
        }
    }

    /** Coturn's log speaks of the release, and lets go of the session a second later. */
    private void awaitReleased(Coturn server, int times) {
        Await.until(PATIENCE, "the allocation to be given back", () -> released(server) >= times);
    }

    private static int released(Coturn server) {
        try {
            return server.log().split("closed \\(2nd stage\\)", -1).length - 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void server_endsDuringPlayback_isNoticed() throws IOException {
        try (var server = Coturn.withUser(folder)) {
            var url = "turn:127.0.0.1:" + server.port + "?transport=tcp";
            var turn = List.of(new IceServer(List.of(url), Coturn.USER, Coturn.PASSWORD));
            var camera = new Peer(IceTransportPolicy.RELAY, turn);
            var viewer = new Peer(IceTransportPolicy.ALL, List.of());
            camera.begin(viewer, IceRole.CONTROLLING);
            viewer.begin(camera, IceRole.CONTROLLED);
            Await.until(
                    PATIENCE,
                    "candidates",
                    () -> !camera.heard.candidates.isEmpty() && !viewer.heard.candidates.isEmpty());
            camera.heard.candidates.forEach(viewer::tell);
            viewer.heard.candidates.forEach(camera::tell);
            Await.until(PATIENCE, "the connection", () -> camera.isConnected() && viewer.isConnected());
            server.close();
            Await.until(PATIENCE, "the loss", () -> camera.heard.states.contains(IceTransportState.DISCONNECTED));
            assertThat(camera.ask(camera.agent::report).servers().get(0).answered())
                    .isFalse();
            camera.loop.execute(camera.agent::close);
            viewer.loop.execute(viewer.agent::close);
        }
    }
}
