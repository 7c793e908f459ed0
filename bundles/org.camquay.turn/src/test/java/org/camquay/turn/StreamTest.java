// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camquay.turn.Answers.code;
import static org.camquay.turn.Answers.relayed;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMethod;
import org.camquay.testkit.Await;
import org.camquay.testkit.FakeClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final FakeClock clock = new FakeClock();
    private TestServer server;
    private TestPeer peer;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(new TurnClock(clock, clock::nanoTime), "maxConnectionsPerAddress", 8);
        peer = new TestPeer();
    }

    @AfterEach
    void stop() {
        peer.close();
        server.close();
    }

    private Socket connect() throws IOException {
        var socket = new Socket();
        socket.connect(server.address(), 5000);
        socket.setSoTimeout(10_000);
        return socket;
    }

    @Test
    void tcp_oddLengths_arePaddedBothWays() throws IOException {
        try (var client = TestClient.tcp(server)) {
            var relay = relayed(client.allocate());
            assertThat(code(client.bind(0x4000, peer.address()))).isZero();
            for (int length = 0; length < 9; length++) {
                client.sendChannel(0x4000, new byte[length]);
                assertThat(peer.receive()).hasSize(length);
                peer.send(new byte[length], relay);
                assertThat(client.channelPayload()).hasSize(length);
            }
        }
    }

    @Test
    void tcp_inSingleOctets_isUnderstood() throws IOException {
        try (var socket = connect();
                var client = TestClient.stream(socket)) {
            socket.setTcpNoDelay(true);
            var request = StunMessage.request(StunMethod.BINDING).build();
            for (byte octet : request.toArray()) {
                client.raw(new byte[] {octet});
            }
            assertThat(client.answerTo(request)).isPresent();
        }
    }

    @Test
    void tcp_closed_endsTheAllocation() throws IOException {
        try (var client = TestClient.tcp(server)) {
            client.allocate();
            assertThat(server.inUse()).isEqualTo(1);
        }
        Await.until(SOON, "the allocation ends", () -> server.inUse() == 0);
    }

    @Test
    void tcp_garbage_isClosed() throws IOException {
        try (var socket = connect()) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes());
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(server.count(Count.MALFORMED)).isEqualTo(1);
    }

    @Test
    void tcp_oversizedChannelData_isClosed() throws IOException {
        try (var socket = connect();
                var client = TestClient.stream(socket)) {
            client.allocate();
            client.bind(0x4000, peer.address());
            client.raw(ByteBuffer.allocate(4)
                    .putShort((short) 0x4000)
                    .putShort((short) 0xFFFF)
                    .array());
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        Await.until(SOON, "the allocation ends", () -> server.inUse() == 0);
        assertThat(server.count(Count.MALFORMED)).isEqualTo(1);
    }

    @Test
    void tcp_truncatedFrame_waitsUntilItIsIdleTooLong() throws IOException {
        try (var socket = connect()) {
            var bytes = StunMessage.request(StunMethod.BINDING).build().toArray();
            socket.getOutputStream().write(bytes, 0, 11);
            Await.until(SOON, "it is open", () -> server.count(Count.CONNECTIONS) == 1);
            clock.advance(Duration.ofNanos(StreamLink.IDLE_NANOS).plusSeconds(1));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(server.count(Count.IDLE_TIMEOUTS)).isEqualTo(1);
    }

    @Test
    void tcp_withAllocation_mayBeIdle() throws IOException {
        try (var client = TestClient.tcp(server)) {
            client.allocate();
            clock.advance(Duration.ofSeconds(300));
            assertThat(code(client.refresh(600))).isZero();
            assertThat(server.count(Count.IDLE_TIMEOUTS)).isZero();
        }
    }

    @Test
    void tcp_slowReader_losesDatagramsAndKeepsItsConnection() throws IOException {
        try (var socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(server.address());
            var client = TestClient.stream(socket);
            var relay = relayed(client.allocate());
            client.bind(0x4000, peer.address());
            var payload = new byte[8000];
            Await.until(Duration.ofSeconds(30), "something is dropped", () -> {
                send(payload, relay);
                return server.count(Count.SLOW_READER) > 100;
            });
            // It still answers, once what was waiting has been read.
            assertThat(code(client.refresh(600))).isZero();
        }
    }

    @Test
    void tcp_tooManyFromOneAddress_areRefused() throws IOException {
        var sockets = new Socket[9];
        try {
            for (int i = 0; i < sockets.length; i++) {
                sockets[i] = connect();
            }
            assertThat(sockets[8].getInputStream().read()).isEqualTo(-1);
            assertThat(server.count(Count.CONNECTIONS_REFUSED)).isEqualTo(1);
            sockets[0].close();
            Await.until(SOON, "a place is free again", () -> {
                try (var client = TestClient.tcp(server)) {
                    return client.answerTo(client.sent(StunMessage.request(StunMethod.BINDING)), 500)
                            .isPresent();
                } catch (IOException refused) {
                    return false;
                }
            });
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    private void send(byte[] payload, InetSocketAddress relay) {
        try {
            for (int i = 0; i < 20; i++) {
                peer.send(payload, relay);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
