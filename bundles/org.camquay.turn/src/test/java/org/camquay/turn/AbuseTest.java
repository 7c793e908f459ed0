// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camquay.turn.Answers.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.camquay.api.control.CommandReply;
import org.camquay.api.control.CounterEntry;
import org.camquay.stun.StunError;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMethod;
import org.camquay.testkit.Await;
import org.camquay.testkit.FakeClock;
import org.junit.jupiter.api.Test;

class AbuseTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final FakeClock clock = new FakeClock();
    private final TurnClock time = new TurnClock(clock, clock::nanoTime);

    @Test
    void quota_ofAUser_isKeptAndGivenBack() throws IOException {
        try (var server = TestServer.start("maxAllocationsPerUser", 2);
                var first = TestClient.udp(server);
                var second = TestClient.tcp(server);
                var third = TestClient.udp(server);
                var other = TestClient.udp(server).as("bob", "ray")) {
            assertThat(code(first.allocate())).isZero();
            assertThat(code(second.allocate())).isZero();
            assertThat(code(third.allocate())).isEqualTo(StunError.ALLOCATION_QUOTA_REACHED);
            assertThat(code(other.allocate())).isZero();
            first.refresh(0);
            assertThat(code(third.allocate())).isZero();
            assertThat(server.count(Count.QUOTA_REFUSALS)).isEqualTo(1);
        }
    }

    @Test
    void quota_ofAnAddress_isKeptAndGivenBack() throws IOException {
        try (var server = TestServer.start("maxAllocationsPerAddress", 2);
                var first = TestClient.udp(server);
                var second = TestClient.tcp(server).as("bob", "ray");
                var third = TestClient.udp(server)) {
            assertThat(code(first.allocate())).isZero();
            assertThat(code(second.allocate())).isZero();
            assertThat(code(third.allocate())).isEqualTo(StunError.ALLOCATION_QUOTA_REACHED);
            first.refresh(0);
            assertThat(code(third.allocate())).isZero();
            assertThat(server.count(Count.QUOTA_REFUSALS)).isEqualTo(1);
        }
    }

    @Test
    void quota_ofIpv6_isOfItsNetwork() throws IOException {
        var quotas = new Quotas(new Limits(9, 9, 2, 1, 1, 1, 1, 0, 1, 1));
        assertThat(quotas.take("a", InetAddress.getByName("2001:db8::1"))).isEqualTo(Quotas.Outcome.GRANTED);
        assertThat(quotas.take("b", InetAddress.getByName("2001:db8::2"))).isEqualTo(Quotas.Outcome.GRANTED);
        assertThat(quotas.take("c", InetAddress.getByName("2001:db8::3"))).isEqualTo(Quotas.Outcome.ADDRESS_FULL);
        assertThat(quotas.take("c", InetAddress.getByName("2001:db8:0:1::3"))).isEqualTo(Quotas.Outcome.GRANTED);
        quotas.release("a", InetAddress.getByName("2001:db8::1"));
        assertThat(quotas.take("c", InetAddress.getByName("2001:db8::3"))).isEqualTo(Quotas.Outcome.GRANTED);
    }

    @Test
    void quota_ofTheServer_isKept() throws IOException {
        try (var server = TestServer.start("maxAllocations", 1);
                var first = TestClient.udp(server);
                var second = TestClient.udp(server).as("bob", "ray")) {
            first.allocate();
            assertThat(code(second.allocate())).isEqualTo(StunError.INSUFFICIENT_CAPACITY);
        }
    }

    @Test
    void quota_ofRestUsers_countsByWhatFollowsTheExpiry() throws IOException {
        try (var server = TestServer.start(time, "maxAllocationsPerUser", 1)) {
            long now = clock.instant().getEpochSecond();
            for (int i = 1; i <= 3; i++) {
                var name = now + i * 100 + ":cam";
                try (var client = TestClient.udp(server).as(name, Users.password(TestServer.SECRET, name))) {
                    int expected = i == 1 ? 0 : StunError.ALLOCATION_QUOTA_REACHED;
                    assertThat(code(client.allocate())).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void relayPorts_usedUp_areACapacityError() throws IOException {
        int port = freePort();
        try (var server = TestServer.start("minRelayPort", port, "maxRelayPort", port);
                var first = TestClient.udp(server);
                var second = TestClient.udp(server)) {
            assertThat(code(first.allocate())).isZero();
            assertThat(code(second.allocate())).isEqualTo(StunError.INSUFFICIENT_CAPACITY);
            first.refresh(0);
            // The system has the port back once its loop has looked at its sockets again.
            Await.until(SOON, "the port is free again", () -> isAllocated(second));
            assertThat(server.inUse()).isEqualTo(1);
        }
    }

    private static boolean isAllocated(TestClient client) {
        try {
            return code(client.allocate()) == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void bindings_flood_isAnsweredAsOftenAsAllowed() throws IOException {
        try (var server = TestServer.start(time, "requestsPerSecond", 10, "loops", 1);
                var client = TestClient.udp(server)) {
            for (int i = 0; i < 100; i++) {
                client.sent(StunMessage.request(StunMethod.BINDING));
            }
            Await.until(
                    SOON, "all are seen", () -> server.count(Count.BINDINGS) + server.count(Count.RATE_LIMITED) == 100);
            assertThat(server.count(Count.BINDINGS)).isEqualTo(20);
            clock.advance(Duration.ofSeconds(1));
            client.ask(StunMessage.request(StunMethod.BINDING).build());
        }
    }

    @Test
    void allocations_flood_isRefusedAfterTheBurst() throws IOException {
        var clients = new ArrayList<TestClient>();
        try (var server = TestServer.start(time, "allocationsPerSecond", 3, "loops", 1)) {
            int refused = 0;
            for (int i = 0; i < 10; i++) {
                var client = TestClient.udp(server);
                clients.add(client);
                refused += code(client.allocate()) == StunError.ALLOCATION_QUOTA_REACHED ? 1 : 0;
            }
            assertThat(refused).isEqualTo(4);
            assertThat(server.inUse()).isEqualTo(6);
            assertThat(server.count(Count.QUOTA_REFUSALS)).isEqualTo(4);
        } finally {
            for (var client : clients) {
                client.close();
            }
        }
    }

    @Test
    void challenges_flood_areAnsweredAsOftenAsAllowed() throws IOException {
        try (var server = TestServer.start(time, "requestsPerSecond", 10, "loops", 1);
                var client = TestClient.udp(server)) {
            for (int i = 0; i < 100; i++) {
                client.sent(TestClient.allocateRequest());
            }
            Await.until(
                    SOON,
                    "all are seen",
                    () -> server.count(Count.CHALLENGES) + server.count(Count.RATE_LIMITED) == 100);
            assertThat(server.count(Count.CHALLENGES)).isEqualTo(20);
        }
    }

    @Test
    void binding_answer_isHardlyLargerThanWhatItAnswers() throws IOException {
        try (var server = TestServer.start();
                var client = TestClient.udp(server)) {
            var request = StunMessage.request(StunMethod.BINDING).build();
            // XOR-MAPPED-ADDRESS and nothing else.
            assertThat(client.ask(request).length()).isEqualTo(request.length() + 12);
        }
    }

    @Test
    void request_withThousandsOfUnknownAttributes_isAnsweredWithLessThanItBrought() throws IOException {
        try (var server = TestServer.start();
                var client = TestClient.udp(server)) {
            var bytes = ByteBuffer.allocate(1420)
                    .put(StunMessage.request(StunMethod.BINDING).build().toArray());
            while (bytes.remaining() >= 4) {
                bytes.putShort((short) (0x4000 + bytes.position() / 4)).putShort((short) 0);
            }
            bytes.putShort(2, (short) (bytes.capacity() - 20));
            client.raw(bytes.array());
            var answer = client.data(5000);
            assertThat(answer).hasSizeLessThan(bytes.capacity());
        }
    }

    @Test
    void channelData_longerThanItsDatagram_isCountedAndNotRelayed() throws IOException {
        try (var server = TestServer.start();
                var client = TestClient.udp(server);
                var peer = new TestPeer()) {
            client.allocate();
            client.bind(0x4000, peer.address());
            for (int claimed : new int[] {5, 1500, 0xFFFF}) {
                client.raw(ByteBuffer.allocate(8)
                        .putShort((short) 0x4000)
                        .putShort((short) claimed)
                        .array());
            }
            Await.until(SOON, "they are counted", () -> server.count(Count.MALFORMED) == 3);
            assertThat(server.count(Count.PACKETS_TO_PEERS)).isZero();
        }
    }

    @Test
    void getTurnStats_afterAbuse_tellsTheOperator() throws IOException {
        try (var server = TestServer.start(time, "allocationsPerSecond", 1, "loops", 1);
                var first = TestClient.udp(server);
                var second = TestClient.udp(server);
                var third = TestClient.udp(server)) {
            first.allocate();
            second.allocate();
            third.allocate();
            first.raw(new byte[] {(byte) 0x80});
            Await.until(SOON, "it is counted", () -> server.count(Count.MALFORMED) == 1);
            var reply = server.stats().call(Map.of());
            assertThat(reply.status()).isEqualTo(CommandReply.Status.SUCCESS);
            assertThat(reply.description()).startsWith("2 allocations now; TURN on 127.0.0.1");
            assertThat(reply.data())
                    .asInstanceOf(InstanceOfAssertFactories.list(CounterEntry.class))
                    .hasSize(Count.values().length)
                    .contains(
                            new CounterEntry("challenges", 3),
                            new CounterEntry("allocations", 2),
                            new CounterEntry("quota refusals", 1),
                            new CounterEntry("malformed", 1),
                            new CounterEntry("rate limited", 0));
        }
    }

    @Test
    void challenge_isNotMuchLargerThanWhatItAnswers() throws IOException {
        try (var server = TestServer.start();
                var client = TestClient.udp(server)) {
            var request = TestClient.allocateRequest().build();
            // With the headers of IP and UDP: less than threefold; and rate-limited besides.
            assertThat(client.ask(request).length() + 28).isLessThan(3 * (request.length() + 28));
        }
    }

    @Test
    void garbage_overUdp_isCountedAndHarmsNobody() throws IOException {
        var random = new Random(7);
        try (var server = TestServer.start();
                var client = TestClient.udp(server);
                var other = TestClient.udp(server)) {
            other.allocate();
            client.allocate();
            for (int i = 0; i < 2000; i++) {
                client.raw(garbage(random, client));
            }
            assertThat(code(other.refresh(600))).isZero();
            Await.until(SOON, "garbage is counted", () -> server.count(Count.MALFORMED) > 100);
        }
    }

    @Test
    void garbage_overTcp_costsOnlyItsConnection() throws IOException {
        var random = new Random(8);
        try (var server = TestServer.start();
                var other = TestClient.tcp(server)) {
            other.allocate();
            for (int i = 0; i < 200; i++) {
                try (var client = TestClient.tcp(server)) {
                    client.raw(garbage(random, client));
                }
            }
            assertThat(code(other.refresh(600))).isZero();
        }
    }

    @Test
    void thousandAllocations_costLittleAndAllEnd() throws IOException {
        var clients = new ArrayList<TestClient>();
        try (var server = TestServer.start("maxAllocationsPerUser", 1000)) {
            long before = used();
            for (int i = 0; i < 1000; i++) {
                var client = TestClient.udp(server);
                clients.add(client);
                assertThat(code(client.allocate())).isZero();
            }
            assertThat(server.inUse()).isEqualTo(1000);
            // The clients of this test live in the same heap.
            assertThat(used() - before).isLessThan(64L << 20);
            for (var client : clients) {
                client.refresh(0);
            }
            assertThat(server.inUse()).isZero();
        } finally {
            for (var client : clients) {
                client.close();
            }
        }
    }

    private static byte[] garbage(Random random, TestClient client) {
        var bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        if (bytes.length > 0) {
            switch (random.nextInt(4)) {
                case 0 -> bytes[0] = (byte) (0x40 + random.nextInt(16));
                case 1 -> bytes[0] = 0;
                case 2 -> {
                    // A real request with some octets changed.
                    bytes = client.sign(TestClient.allocateRequest()).toArray();
                    for (int i = 0; i < 3; i++) {
                        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                    }
                }
                default -> bytes[0] = (byte) random.nextInt();
            }
        }
        return bytes;
    }

    /** Below those that the system deals out, so that nobody gets it meanwhile. */
    private static int freePort() {
        for (int port = 20_001; port < 30_000; port++) {
            try (var socket = new DatagramSocket(new InetSocketAddress(TestServer.LOOPBACK, port))) {
                return socket.getLocalPort();
            } catch (SocketException taken) {
                // the next one
            }
        }
        throw new AssertionError("no free port");
    }

    private static long used() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
