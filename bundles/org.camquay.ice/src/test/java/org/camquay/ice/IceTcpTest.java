// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.camquay.api.ice.IceAgent;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceConfig;
import org.camquay.api.ice.IceException;
import org.camquay.api.ice.IceGatheringState;
import org.camquay.api.ice.IceRole;
import org.camquay.api.ice.IceTransportPolicy;
import org.camquay.api.ice.IceTransportState;
import org.camquay.api.net.EventLoop;
import org.camquay.ice.net.TcpPorts;
import org.camquay.net.NetLoops;
import org.camquay.net.NioDatagramPorts;
import org.camquay.testkit.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** ICE over TCP (RFC 6544) on real sockets: one side listens, the other connects. */
final class IceTcpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private NetLoops loops;
    private MediaSockets listening;
    private MediaSockets connecting;
    private int tcpPort;

    @BeforeEach
    void open() throws IOException {
        loops = new NetLoops(2);
        tcpPort = Coturn.freePort();
        listening = sockets(tcpPort);
        connecting = sockets(0);
    }

    private MediaSockets sockets(int port) {
        return new MediaSockets(
                new NioDatagramPorts(loops), new TcpPorts(loops), MediaSocketsTest.config(0, "127.0.0.1", port));
    }

    @AfterEach
    void close() {
        listening.close();
        connecting.close();
        loops.close();
    }

    private final class Peer {
        final EventLoop loop = loops.next();
        final RecordingIceListener heard = new RecordingIceListener();
        final IceAgent agent;

        Peer(MediaSockets sockets) {
            agent = new FullIceAgentFactory(sockets, MediaSocketsTest.factoryConfig())
                    .create(loop, new IceConfig("peer", List.of(), IceTransportPolicy.ALL), heard);
            loop.execute(agent::gather);
            Await.until(PATIENCE, "candidates", () -> heard.gathering.contains(IceGatheringState.COMPLETE));
        }

        <T> T ask(Supplier<T> question) {
            return CompletableFuture.supplyAsync(question, loop).join();
        }

        void meet(Peer other, List<IceCandidate> candidates, IceRole role) {
            var parameters = other.ask(other.agent::localParameters);
            loop.execute(() -> {
                agent.setRemoteParameters(parameters);
                try {
                    for (var candidate : candidates) {
                        agent.addRemoteCandidate(candidate);
                    }
                } catch (IceException e) {
                    throw new AssertionError(e);
                }
                agent.start(role);
            });
        }

        void send(String text) {
            Await.until(PATIENCE, "room", () -> ask(() -> agent.send(RecordingIceListener.packet(text))));
        }

        void close() {
            ask(() -> {
                agent.close();
                return null;
            });
        }
    }

    private static List<IceCandidate> tcp(Peer peer) {
        return peer.heard.candidates.stream()
                .filter(each -> each.candidate().contains(" tcp "))
                .toList();
    }

    private void exchange(IceRole role) {
        var camera = new Peer(listening);
        var viewer = new Peer(connecting);
        assertThat(tcp(camera))
                .singleElement()
                .satisfies(each ->
                        assertThat(each.candidate()).contains("127.0.0.1 " + tcpPort + " typ host tcptype passive"));
        // The viewer knows of TCP alone, and the camera of nothing.
        camera.meet(viewer, List.of(), role);
        viewer.meet(camera, tcp(camera), role == IceRole.CONTROLLED ? IceRole.CONTROLLING : IceRole.CONTROLLED);
        Await.until(
                PATIENCE,
                "the connection",
                () -> viewer.heard.states.contains(IceTransportState.CONNECTED)
                        && camera.heard.states.contains(IceTransportState.CONNECTED));
        for (int i = 0; i < 500; i++) {
            camera.send("frame " + i);
            if (i % 100 == 0) {
                viewer.send("report " + i);
            }
        }
        Await.until(PATIENCE, "all packets", () -> viewer.heard.packets.size() == 500);
        Await.until(PATIENCE, "reports", () -> camera.heard.packets.size() == 5);
        assertThat(viewer.ask(viewer.agent::selectedPair).orElseThrow().remote())
                .contains("tcptype passive");
        camera.close();
        viewer.close();
        assertThat(listening.demultiplexer().registrations()).isZero();
    }

    @Test
    void agents_onlyTcp_exchangePackets() {
        exchange(IceRole.CONTROLLING);
        exchange(IceRole.CONTROLLED);
    }

    @Test
    void garbage_onThePort_isClosedAndHarmsNobody() throws IOException {
        var random = new Random(5);
        for (int i = 0; i < 50; i++) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), tcpPort)) {
                var bytes = new byte[random.nextInt(4000)];
                random.nextBytes(bytes);
                socket.getOutputStream().write(bytes);
            } catch (IOException e) {
                // It was closed while it spoke, which is right.
            }
        }
        exchange(IceRole.CONTROLLING);
    }

    @Test
    void candidates_withoutPort_areOverUdpAlone() {
        var viewer = new Peer(connecting);
        assertThat(tcp(viewer)).isEmpty();
        viewer.close();
    }

    @Test
    void candidates_policyAll_udpIsPreferred() {
        var camera = new Peer(listening);
        var viewer = new Peer(connecting);
        camera.meet(viewer, List.copyOf(viewer.heard.candidates), IceRole.CONTROLLING);
        viewer.meet(camera, List.copyOf(camera.heard.candidates), IceRole.CONTROLLED);
        Await.until(
                PATIENCE,
                "a nomination",
                () -> camera.ask(() -> camera.agent
                        .selectedPair()
                        .filter(pair -> pair.nominated())
                        .isPresent()));
        assertThat(camera.ask(camera.agent::selectedPair).orElseThrow().remote())
                .contains(" udp ");
        camera.close();
        viewer.close();
    }
}
