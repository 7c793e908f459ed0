// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.camquay.net.NetLoops;
import org.camquay.net.NioDatagramPorts;
import org.camquay.testkit.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real sockets and real loops. */
final class MediaSocketsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private NetLoops loops;
    private MediaSockets cameraSockets;
    private MediaSockets viewerSockets;

    @BeforeEach
    void open() throws IOException {
        loops = new NetLoops(2);
    }

    @AfterEach
    void close() {
        for (var sockets : new MediaSockets[] {cameraSockets, viewerSockets}) {
            if (sockets != null) {
                sockets.close();
            }
        }
        loops.close();
    }

    @Test
    void scan_failsWithAnError_isDoneAgain() {
        var failures = new AtomicInteger();
        var ports = new NioDatagramPorts(loops);
        cameraSockets = new MediaSockets(
                local -> {
                    if (failures.incrementAndGet() <= 2) {
                        throw new NoClassDefFoundError("on purpose");
                    }
                    return ports.open(local);
                },
                null,
                config(0, "127.0.0.1"));
        Await.until(
                PATIENCE,
                "a socket after two failures",
                () -> !cameraSockets.transports().isEmpty());
        assertThat(failures.get()).isGreaterThan(2);
    }

    private MediaSockets sockets(int port, String address) {
        return new MediaSockets(new NioDatagramPorts(loops), null, config(port, address));
    }

    static MediaSockets.Config config(int port, String address) {
        return config(port, address, 0);
    }

    static MediaSockets.Config config(int port, String address, int tcpPort) {
        return new MediaSockets.Config() {
            @Override
            public int port() {
                return port;
            }

            @Override
            public String address() {
                return address;
            }

            @Override
            public int tcpPort() {
                return tcpPort;
            }

            @Override
            public String interfaces() {
                return "";
            }

            @Override
            public String addresses() {
                return "";
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return MediaSockets.Config.class;
            }
        };
    }

    private static FullIceAgentFactory factory(MediaSockets sockets) {
        return new FullIceAgentFactory(sockets, factoryConfig());
    }

    static FullIceAgentFactory.Config factoryConfig() {
        return new FullIceAgentFactory.Config() {
            @Override
            public int paceMillis() {
                return 50;
            }

            @Override
            public int patienceMillis() {
                return 15_000;
            }

            @Override
            public int giveUpMillis() {
                return 30_000;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return FullIceAgentFactory.Config.class;
            }
        };
    }

    /** An agent on its loop. */
    private record Peer(EventLoop loop, IceAgent agent, RecordingIceListener heard) {
        static Peer on(EventLoop loop, MediaSockets sockets) {
            var heard = new RecordingIceListener();
            var config = new IceConfig("peer", List.of(), IceTransportPolicy.ALL);
            var agent = factory(sockets).create(loop, config, heard);
            var peer = new Peer(loop, agent, heard);
            loop.execute(agent::gather);
            Await.until(PATIENCE, "candidates", () -> heard.gathering.contains(IceGatheringState.COMPLETE));
            return peer;
        }

        <T> T ask(Supplier<T> question) {
            return CompletableFuture.supplyAsync(question, loop).join();
        }

        void meet(Peer other, IceRole role) {
            var parameters = other.ask(other.agent::localParameters);
            var candidates = List.copyOf(other.heard.candidates);
            loop.execute(() -> {
                agent.setRemoteParameters(parameters);
                agent.start(role);
                for (var candidate : candidates) {
                    add(candidate);
                }
                add(IceCandidate.endOfCandidates());
            });
        }

        private void add(IceCandidate candidate) {
            try {
                agent.addRemoteCandidate(candidate);
            } catch (IceException e) {
                throw new AssertionError(e);
            }
        }

        void awaitCompleted() {
            Await.until(PATIENCE, "ICE completed", () -> heard.states.contains(IceTransportState.COMPLETED));
        }

        /** Waits out a full buffer: this machine has others' work to do too. */
        void send(String text) {
            Await.until(PATIENCE, "room to send", () -> ask(() -> agent.send(RecordingIceListener.packet(text))));
        }

        void close() {
            ask(() -> {
                agent.close();
                return null;
            });
        }
    }

    private void exchange(String address) {
        cameraSockets = sockets(0, address);
        viewerSockets = sockets(0, address);
        // Four agents on two loops: at least one of each pair is not on its socket's loop.
        for (int pair = 0; pair < 2; pair++) {
            var camera = Peer.on(loops.next(), cameraSockets);
            var viewer = Peer.on(loops.next(), viewerSockets);
            camera.meet(viewer, IceRole.CONTROLLING);
            viewer.meet(camera, IceRole.CONTROLLED);
            camera.awaitCompleted();
            viewer.awaitCompleted();
            for (int i = 0; i < 1000; i++) {
                camera.send("to viewer " + i);
                if (i % 100 == 0) {
                    viewer.send("to camera " + i);
                    int sent = i + 1;
                    Await.until(PATIENCE, "packets at the viewer", () -> viewer.heard.packets.size() == sent);
                }
            }
            Await.until(PATIENCE, "all packets", () -> viewer.heard.packets.size() == 1000);
            assertThat(viewer.heard.packets.get(999)).isEqualTo("to viewer 999");
            assertThat(camera.heard.packets).hasSize(10);
            camera.close();
            viewer.close();
        }
        assertThat(cameraSockets.demultiplexer().registrations()).isZero();
    }

    @Test
    void agents_overFour_exchangeThousandPackets() {
        exchange("127.0.0.1");
    }

    @Test
    void agents_overSix_exchangeThousandPackets() {
        try (var probe = new DatagramSocket(new InetSocketAddress("::1", 0))) {
            assertThat(probe.isBound()).isTrue();
        } catch (IOException e) {
            abort("no IPv6 on this machine");
        }
        exchange("::1");
    }

    @Test
    void agents_everyInterface_connect() {
        cameraSockets = sockets(0, "");
        viewerSockets = sockets(0, "");
        assertThat(cameraSockets.transports()).isNotEmpty();
        var camera = Peer.on(loops.next(), cameraSockets);
        var viewer = Peer.on(loops.next(), viewerSockets);
        camera.meet(viewer, IceRole.CONTROLLED);
        viewer.meet(camera, IceRole.CONTROLLING);
        camera.awaitCompleted();
        viewer.awaitCompleted();
    }

    @Test
    void randomBytes_onThePort_doNotHarmAConnectedPair() throws IOException {
        cameraSockets = sockets(0, "127.0.0.1");
        viewerSockets = sockets(0, "127.0.0.1");
        var camera = Peer.on(loops.next(), cameraSockets);
        var viewer = Peer.on(loops.next(), viewerSockets);
        camera.meet(viewer, IceRole.CONTROLLED);
        viewer.meet(camera, IceRole.CONTROLLING);
        camera.awaitCompleted();
        viewer.awaitCompleted();
        var random = new Random(3);
        var target = cameraSockets.transports().get(0).localAddress();
        try (var flood = new DatagramSocket()) {
            for (int i = 0; i < 20_000; i++) {
                var bytes = new byte[random.nextInt(1500)];
                random.nextBytes(bytes);
                flood.send(new DatagramPacket(bytes, bytes.length, target));
            }
        }
        Await.until(
                PATIENCE,
                "junk to be counted",
                () -> cameraSockets.demultiplexer().junk() > 1000);
        for (int i = 0; i < 100; i++) {
            String text = "after the flood " + i;
            viewer.send(text);
            Await.until(PATIENCE, text, () -> camera.heard.packets.contains(text));
        }
        assertThat(camera.heard.packets).hasSize(100);
        assertThat(camera.ask(camera.agent::state)).isEqualTo(IceTransportState.COMPLETED);
    }

    @Test
    void port_takenByAnother_isOpenedWhenItIsFree() throws IOException {
        int number;
        try (var other = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            number = other.getLocalPort();
            cameraSockets = sockets(number, "127.0.0.1");
            assertThat(cameraSockets.transports()).isEmpty();
        }
        cameraSockets.modified(config(number, "127.0.0.1"));
        Await.until(PATIENCE, "the port", () -> !cameraSockets.transports().isEmpty());
        assertThat(cameraSockets.transports().get(0).localAddress().getPort()).isEqualTo(number);
    }

    @Test
    void modified_samePortAndAddress_keepsTheSocket() {
        cameraSockets = sockets(0, "127.0.0.1");
        var before = cameraSockets.transports().get(0);
        cameraSockets.modified(config(0, " 127.0.0.1"));
        cameraSockets.modified(config(0, "127.0.0.1"));
        viewerSockets = sockets(0, "not an address");
        assertThat(viewerSockets.transports()).isEmpty();
        viewerSockets.modified(config(0, "127.0.0.1"));
        Await.until(PATIENCE, "the socket", () -> !viewerSockets.transports().isEmpty());
        assertThat(cameraSockets.transports().get(0)).isSameAs(before);
    }

    @Test
    void close_whileASocketIsBeingOpened_waitsAndOpensNoMore() throws Exception {
        var tried = new AtomicInteger();
        var asked = new CountDownLatch(1);
        var answer = new CountDownLatch(1);
        // Without an address nothing is opened in the constructor.
        cameraSockets = new MediaSockets(
                local -> {
                    tried.incrementAndGet();
                    asked.countDown();
                    waitFor(answer);
                    throw new BindException("the number is not free yet");
                },
                null,
                config(0, "not an address"));
        cameraSockets.modified(config(4545, "127.0.0.1"));
        waitFor(asked);
        var closing = new Thread(cameraSockets::close, "closing");
        closing.start();
        Await.until(PATIENCE, "the end", () -> closing.getState() == Thread.State.BLOCKED);
        answer.countDown();
        closing.join(PATIENCE.toMillis());
        assertThat(closing.isAlive()).isFalse();
        int before = tried.get();
        cameraSockets.modified(config(4546, "127.0.0.1"));
        // A scan that would still come has nothing to do: one under way is waited for by the lock.
        cameraSockets.close();
        assertThat(tried).hasValue(before);
        assertThat(cameraSockets.transports()).isEmpty();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void relayOnly_withoutServer_offersNothing() {
        cameraSockets = sockets(0, "127.0.0.1");
        var heard = new RecordingIceListener();
        var config = new IceConfig("peer", List.of(), IceTransportPolicy.RELAY);
        var loop = loops.next();
        var agent = factory(cameraSockets).create(loop, config, heard);
        loop.execute(agent::gather);
        Await.until(PATIENCE, "gathering", () -> heard.gathering.contains(IceGatheringState.COMPLETE));
        assertThat(heard.candidates).isEmpty();
    }
}
