// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camquay.turn.Answers.code;
import static org.camquay.turn.Answers.relayed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.camquay.stun.AttributeType;
import org.camquay.stun.StunError;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMethod;
import org.camquay.testkit.Await;
import org.camquay.testkit.FakeClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayTest {
    private static final byte[] HELLO = "hello".getBytes();
    private static final int SHORT = 200;

    private final FakeClock clock = new FakeClock();
    private TestServer server;
    private TestClient client;
    private TestPeer peer;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(new TurnClock(clock, clock::nanoTime));
        client = TestClient.udp(server);
        peer = new TestPeer();
    }

    @AfterEach
    void stop() throws IOException {
        peer.close();
        client.close();
        server.close();
    }

    @Test
    void channel_bound_carriesBothWays() throws IOException {
        var relay = relayed(client.allocate());
        assertThat(code(client.bind(0x4000, peer.address()))).isZero();
        client.sendChannel(0x4000, HELLO);
        assertThat(peer.receive()).isEqualTo(HELLO);
        assertThat(peer.source()).isEqualTo(relay);
        peer.send("and back".getBytes(), relay);
        assertThat(client.channelPayload()).isEqualTo("and back".getBytes());
    }

    @Test
    void channel_emptyAndLargeDatagrams_areCarried() throws IOException {
        var relay = relayed(client.allocate());
        client.bind(0x4FFF, peer.address());
        client.sendChannel(0x4FFF, new byte[0]);
        assertThat(peer.receive()).isEmpty();
        client.sendChannel(0x4FFF, new byte[60_000]);
        assertThat(peer.receive()).hasSize(60_000);
        peer.send(new byte[60_001], relay);
        assertThat(client.channelPayload()).hasSize(60_001);
    }

    @Test
    void indications_withPermission_carryBothWays() throws IOException {
        var relay = relayed(client.allocate());
        client.permit(peer.address());
        client.sendIndication(peer.address(), HELLO);
        assertThat(peer.receive()).isEqualTo(HELLO);
        peer.send("back".getBytes(), relay);
        var indication = StunMessage.decode(client.data(5000)).orElseThrow();
        assertThat(indication.method()).isEqualTo(StunMethod.DATA);
        assertThat(indication.attribute(AttributeType.XOR_PEER_ADDRESS).orElseThrow())
                .isEqualTo(peer.address());
        assertThat(indication.attribute(AttributeType.DATA).orElseThrow().toArray())
                .isEqualTo("back".getBytes());
    }

    @Test
    void peer_withoutPermission_isNotHeardAndNotReached() throws IOException {
        var relay = relayed(client.allocate());
        peer.send(HELLO, relay);
        assertThat(client.data(SHORT)).isNull();
        client.sendIndication(peer.address(), HELLO);
        client.sendChannel(0x4000, HELLO);
        assertThat(peer.receive(SHORT)).isNull();
        assertThat(server.count(Count.UNPERMITTED)).isEqualTo(1);
        assertThat(server.count(Count.UNBOUND)).isEqualTo(2);
    }

    @Test
    void permission_expired_countsNoMore() throws IOException {
        var relay = relayed(client.allocate());
        client.permit(peer.address());
        clock.advance(Duration.ofSeconds(299));
        peer.send(HELLO, relay);
        assertThat(client.data(5000)).isNotNull();
        clock.advance(Duration.ofSeconds(2));
        client.refresh(600);
        peer.send(HELLO, relay);
        Await.until(Duration.ofSeconds(10), "it is dropped", () -> server.count(Count.UNPERMITTED) == 1);
    }

    @Test
    void channel_rebinding_mustAgree() throws IOException {
        client.allocate();
        client.bind(0x4000, peer.address());
        var other = new InetSocketAddress(peer.address().getAddress(), 9);
        assertThat(code(client.bind(0x4000, peer.address()))).isZero();
        assertThat(code(client.bind(0x4000, other))).isEqualTo(StunError.BAD_REQUEST);
        assertThat(code(client.bind(0x4001, peer.address()))).isEqualTo(StunError.BAD_REQUEST);
        assertThat(code(client.bind(0x3FFF, other))).isEqualTo(StunError.BAD_REQUEST);
        assertThat(code(client.bind(0x8000, other))).isEqualTo(StunError.BAD_REQUEST);
        assertThat(code(client.permit())).isEqualTo(StunError.BAD_REQUEST);
    }

    @Test
    void channel_expired_maybeBoundAnew() throws IOException {
        client.allocate(AttributeType.LIFETIME.of(3600L));
        client.bind(0x4000, peer.address());
        clock.advance(Duration.ofSeconds(601));
        client.challenge();
        client.sendChannel(0x4000, HELLO);
        assertThat(peer.receive(SHORT)).isNull();
        var other = new InetSocketAddress(peer.address().getAddress(), 9);
        assertThat(code(client.bind(0x4000, other))).isZero();
        assertThat(code(client.bind(0x4001, peer.address()))).isZero();
    }

    @Test
    void permissions_tooMany_areRefused() throws IOException {
        client.allocate();
        var peers = new InetSocketAddress[Peers.MOST];
        for (int i = 0; i < peers.length; i++) {
            peers[i] =
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 1, (byte) (i >> 8), (byte) i}), 1);
        }
        assertThat(code(client.permit(peers))).isZero();
        assertThat(code(client.permit(peer.address()))).isEqualTo(StunError.INSUFFICIENT_CAPACITY);
        assertThat(code(client.permit(peers))).isZero();
    }

    @Test
    void deniedPeers_byDefault_areForbidden() throws IOException {
        try (var strict = TestServer.start("allowPeers", new String[0]);
                var user = TestClient.udp(strict)) {
            user.allocate();
            for (var denied : new String[] {
                "127.0.0.2",
                "10.1.2.3",
                "192.168.1.1",
                "172.31.255.255",
                "169.254.169.254",
                "100.64.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "0.0.0.0",
                "203.0.113.7",
                "192.88.99.1"
            }) {
                var target = new InetSocketAddress(denied, 80);
                assertThat(code(user.permit(target))).as(denied).isEqualTo(StunError.FORBIDDEN);
                assertThat(code(user.bind(0x4000, target))).as(denied).isEqualTo(StunError.FORBIDDEN);
            }
            // One denied peer spoils the request.
            var open = new InetSocketAddress("11.0.0.7", 80); // permitted only: nothing is sent there
            assertThat(code(user.permit(open, new InetSocketAddress("10.0.0.1", 1))))
                    .isEqualTo(StunError.FORBIDDEN);
            assertThat(code(user.permit(open))).isZero();
            assertThat(code(user.permit(new InetSocketAddress("2001:db8::1", 80))))
                    .isEqualTo(StunError.PEER_ADDRESS_FAMILY_MISMATCH);
            assertThat(strict.count(Count.DENIED_PEERS)).isEqualTo(23);
        }
    }

    @Test
    void relayToRelay_ofTheSameServer_isAllowedButNothingElseThere() throws IOException {
        try (var strict = TestServer.start("allowPeers", new String[0]);
                var ann = TestClient.udp(strict);
                var bob = TestClient.udp(strict).as("bob", "ray")) {
            var annRelay = relayed(ann.allocate());
            var bobRelay = relayed(bob.allocate());
            assertThat(code(ann.bind(0x4000, bobRelay))).isZero();
            assertThat(code(bob.bind(0x4000, annRelay))).isZero();
            ann.sendChannel(0x4000, HELLO);
            assertThat(bob.channelPayload()).isEqualTo(HELLO);
            // The server's own address, but no relay's port.
            assertThat(code(ann.bind(0x4001, peer.address()))).isEqualTo(StunError.FORBIDDEN);
            ann.sendIndication(peer.address(), HELLO);
            ann.sendIndication(strict.address(), HELLO);
            assertThat(peer.receive(SHORT)).isNull();
            peer.send(HELLO, annRelay);
            assertThat(ann.data(SHORT)).isNull();
        }
    }

    @Test
    void natAddress_announced_isReachedBetweenRelays() throws IOException {
        try (var behindNat = TestServer.start(
                        "relayAddress", new String[] {"203.0.113.9/127.0.0.1"}, "allowPeers", new String[0]);
                var ann = TestClient.udp(behindNat);
                var bob = TestClient.udp(behindNat).as("bob", "ray")) {
            var annRelay = relayed(ann.allocate());
            var bobRelay = relayed(bob.allocate());
            assertThat(annRelay.getHostString()).isEqualTo("203.0.113.9");
            ann.permit(bobRelay);
            bob.permit(annRelay);
            ann.sendIndication(bobRelay, HELLO);
            var received = StunMessage.decode(bob.data(5000)).orElseThrow();
            assertThat(received.attribute(AttributeType.XOR_PEER_ADDRESS).orElseThrow())
                    .isEqualTo(annRelay);
        }
    }

    @Test
    void bandwidth_exceeded_dropsTheRest() throws IOException {
        try (var slow = TestServer.start(new TurnClock(clock, clock::nanoTime), "maxBitsPerSecond", 8000L);
                var user = TestClient.udp(slow)) {
            user.allocate();
            user.bind(0x4000, peer.address());
            for (int i = 0; i < 100; i++) {
                user.sendChannel(0x4000, new byte[1000]);
            }
            Await.until(
                    Duration.ofSeconds(10),
                    "all are seen",
                    () -> slow.count(Count.PACKETS_TO_PEERS) + slow.count(Count.OVER_BANDWIDTH) == 100);
            assertThat(slow.count(Count.PACKETS_TO_PEERS)).isEqualTo(65);
        }
    }
}
