// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camquay.turn.Answers.code;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
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
        try (var server = TestServer.start("minRelayPort", 50_001, "maxRelayPort", 50_001);
                var first = TestClient.udp(server);
                var second = TestClient.udp(server)) {
            assertThat(code(first.allocate())).isZero();
            assertThat(code(second.allocate())).isEqualTo(StunError.INSUFFICIENT_CAPACITY);
            first.refresh(0);
            assertThat(code(second.allocate())).isZero();
            assertThat(server.inUse()).isEqualTo(1);
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
        } finally {
            for (var client : clients) {
                client.close();
            }
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

    private static long used() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
