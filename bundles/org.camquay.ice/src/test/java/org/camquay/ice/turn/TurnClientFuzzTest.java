// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.camquay.api.ice.IceException;
import org.camquay.api.ice.IceServerUrl;
import org.camquay.stun.ServerAttribute;
import org.camquay.stun.StunAttribute;
import org.camquay.stun.StunError;
import org.camquay.stun.StunKey;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMethod;
import org.camquay.stun.TurnAttribute;
import org.camquay.testkit.FakeEventLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a server, or somebody in its place, may do to a TURN client: give a clear reason, and nothing worse. */
final class TurnClientFuzzTest {
    private static final InetSocketAddress PEER = new InetSocketAddress("198.51.100.7", 7000);

    /** How far an allocation has come. */
    enum Stage {
        CONNECTING,
        ASKING,
        CHALLENGED,
        ALLOCATED,
        PERMITTED,
        RENEWING,
        RELEASING,
        CLOSED
    }

    private final FakeEventLoop loop = new FakeEventLoop();
    private final ScriptedServer server = new ScriptedServer();
    private final Told told = new Told();
    private TurnAllocation allocation;

    private static final class Told implements TurnAllocation.Listener {
        final List<String> failures = new ArrayList<>();
        final List<String> losses = new ArrayList<>();
        final List<InetSocketAddress> relayed = new ArrayList<>();
        int packets;

        @Override
        public void onAllocated(List<InetSocketAddress> addresses, InetSocketAddress mapped) {
            relayed.addAll(addresses);
        }

        @Override
        public void onFailed(String reason) {
            failures.add(reason);
        }

        @Override
        public void onLost(String reason) {
            losses.add(reason);
        }

        @Override
        public void onPacket(InetSocketAddress peer, ByteBuffer packet) {
            packets++;
        }
    }

    private void begin() {
        try {
            var url = IceServerUrl.parse("turn:203.0.113.9");
            var order = new TurnOrder(
                    url, ScriptedServer.ADDRESS, ScriptedServer.USER, ScriptedServer.PASSWORD, TurnOrder.Family.BOTH);
            allocation = new TurnAllocation(loop, server, order, told);
        } catch (IceException e) {
            throw new AssertionError(e);
        }
    }

    /** Leads it that far, and no further. */
    private void lead(Stage stage) {
        begin();
        if (stage.compareTo(Stage.ASKING) >= 0) {
            server.way().open();
        }
        if (stage.compareTo(Stage.CHALLENGED) >= 0) {
            server.answer();
        }
        if (stage.compareTo(Stage.ALLOCATED) >= 0) {
            server.answer();
            assertThat(told.relayed).containsExactly(ScriptedServer.RELAYED);
        }
        if (stage.compareTo(Stage.PERMITTED) >= 0) {
            allocation.prepare(PEER);
            server.answer();
            allocation.prefer(PEER);
            server.answer();
        }
        switch (stage) {
            case RENEWING -> {
                loop.advance(Duration.ofSeconds(540));
                assertThat(server.request().method()).isEqualTo(StunMethod.REFRESH);
            }
            case RELEASING, CLOSED -> {
                allocation.close();
                if (stage == Stage.CLOSED) {
                    server.answer();
                }
            }
            default -> {}
        }
    }

    /** Garbage, cut and changed answers, forged and old ones, channel data, indications. */
    private byte[] evil(Random random) {
        var request = server.requests.isEmpty()
                ? StunMessage.request(StunMethod.ALLOCATE).build()
                : server.requests.get(random.nextInt(server.requests.size()));
        var stranger = StunMessage.request(request.method()).build();
        return switch (random.nextInt(8)) {
            case 0 -> random(random, random.nextInt(300));
            case 1 -> {
                var real = ScriptedServer.answerTo(request);
                yield Arrays.copyOf(real, random.nextInt(real.length));
            }
            case 2 -> {
                var real = ScriptedServer.answerTo(request);
                // All but the fingerprint, which is no part of what it proves.
                real[random.nextInt(real.length - 8)] ^= (byte) (1 << random.nextInt(8));
                yield real;
            }
            case 3 ->
                ScriptedServer.success(request)
                        .integrity(StunKey.shortTerm("guess"))
                        .fingerprint()
                        .build()
                        .toArray();
            case 4 -> ScriptedServer.answerTo(stranger);
            case 5 -> {
                var data = random(random, 4 + random.nextInt(60));
                data[0] = (byte) (0x40 + random.nextInt(16));
                yield data;
            }
            case 6 ->
                StunMessage.indication(random.nextBoolean() ? StunMethod.DATA : StunMethod.SEND)
                        .add(new TurnAttribute.XorPeerAddress(
                                new InetSocketAddress("192.0.2." + random.nextInt(256), 1 + random.nextInt(65_535))))
                        .build()
                        .toArray();
            // What it says itself, sent back.
            default -> request.toArray();
        };
    }

    private static byte[] random(Random random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void anything_inEveryState_changesNothingAndCostsNothing(Stage stage) {
        for (int seed = 0; seed < 20; seed++) {
            told.relayed.clear();
            server.requests.clear();
            lead(stage);
            var random = new Random(seed);
            int sent = server.sent;
            int timers = loop.pendingTimers();
            int ways = server.ways.size();
            for (int i = 0; i < 500; i++) {
                server.way().give(evil(random));
            }
            assertThat(server.sent).as("requests that garbage caused").isEqualTo(sent);
            assertThat(loop.pendingTimers()).isEqualTo(timers);
            assertThat(server.ways).hasSize(ways);
            assertThat(told.failures).isEmpty();
            assertThat(told.losses).isEmpty();
            finish(stage);
        }
    }

    /** The true answers still do what they should. */
    private void finish(Stage stage) {
        switch (stage) {
            case CONNECTING -> {
                server.way().open();
                server.answer();
                server.answer();
            }
            case ASKING -> {
                server.answer();
                server.answer();
            }
            case CHALLENGED, RENEWING -> server.answer();
            default -> {}
        }
        assertThat(told.relayed).containsExactly(ScriptedServer.RELAYED);
        if (stage.compareTo(Stage.RELEASING) < 0) {
            assertThat(allocation.send(ByteBuffer.allocate(100), PEER)).isTrue();
            allocation.close();
        }
        if (stage != Stage.CLOSED) {
            server.answer();
        }
        assertThat(server.way().closed).isTrue();
        assertThat(loop.pendingTimers()).isZero();
    }

    @Test
    void indications_ofThousandsOfPeers_areHandedOnAndNotKept() {
        lead(Stage.PERMITTED);
        int sent = server.sent;
        int timers = loop.pendingTimers();
        for (int i = 0; i < 50_000; i++) {
            server.way()
                    .give(StunMessage.indication(StunMethod.DATA)
                            .add(new TurnAttribute.XorPeerAddress(
                                    new InetSocketAddress("192.0." + (i >> 8 & 255) + "." + (i & 255), 1)))
                            .add(new TurnAttribute.Data(org.camquay.stun.Octets.copyOf(new byte[] {1})))
                            .build()
                            .toArray());
        }
        assertThat(told.packets).isEqualTo(50_000);
        assertThat(server.sent).isEqualTo(sent);
        assertThat(loop.pendingTimers()).isEqualTo(timers);
    }

    @Test
    void peers_byTheThousand_areAskedForWithinBounds() {
        lead(Stage.ALLOCATED);
        int sent = server.sent;
        for (int i = 0; i < 10_000; i++) {
            var peer = new InetSocketAddress("192.0." + (i >> 8) + "." + (i & 255), 1);
            allocation.prepare(peer);
            allocation.prefer(peer);
            allocation.send(ByteBuffer.allocate(100), peer);
        }
        assertThat(server.sent - sent).isLessThan(200);
        assertThat(loop.pendingTimers()).isLessThan(200);
    }

    @Test
    void channelData_longerOrShorterThanItSays_isCutOrLeft() {
        lead(Stage.PERMITTED);
        server.way().give(new byte[] {0x40, 0, 0, 4, (byte) 0x80, 1, 2, 3, 9, 9});
        assertThat(told.packets).isEqualTo(1);
        server.way().give(new byte[] {0x40, 0, 0, 5, (byte) 0x80, 1, 2, 3});
        server.way().give(new byte[] {0x40, 0, (byte) 0xFF, (byte) 0xFF, 1});
        server.way().give(new byte[] {0x40, 0, 0});
        server.way().give(new byte[] {0x4F, (byte) 0xFF, 0, 1, 1});
        assertThat(told.packets).isEqualTo(1);
        assertThat(allocation.send(ByteBuffer.allocate(70_000), PEER))
                .as("too large")
                .isFalse();
        assertThat(allocation.send(ByteBuffer.allocate(1200), PEER)).isTrue();
    }

    private String failure() {
        loop.advance(Duration.ofSeconds(30));
        assertThat(told.failures).hasSize(1);
        assertThat(server.way().closed).isTrue();
        assertThat(loop.pendingTimers()).isZero();
        return told.failures.get(0);
    }

    @Test
    void server_neverOpens_isLeftInTime() {
        begin();
        assertThat(failure()).contains("connection was not made within 8 s");
    }

    @Test
    void server_neverAnswers_isLeftInTime() {
        lead(Stage.ASKING);
        loop.advance(Duration.ofMillis(7600));
        assertThat(failure()).isEqualTo("it does not answer");
        assertThat(server.sent).isEqualTo(4);
    }

    @Test
    void server_answersGarbage_isSaid() {
        lead(Stage.ASKING);
        server.way().give("SSH-2.0-OpenSSH_9.2p1".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(failure()).contains("no STUN").contains("another service");
    }

    @Test
    void server_answersOldRequests_isSaid() {
        lead(Stage.CHALLENGED);
        server.way().give(ScriptedServer.answerTo(server.requests.get(0)));
        assertThat(failure()).contains("other requests than ours");
    }

    @Test
    void server_hasAnotherKey_isSaid() {
        lead(Stage.CHALLENGED);
        server.way()
                .give(ScriptedServer.success(server.request())
                        .integrity(StunKey.longTerm("camera", "test", "other"))
                        .build()
                        .toArray());
        assertThat(failure()).contains("wrong integrity").doesNotContain(ScriptedServer.PASSWORD);
    }

    @Test
    void server_refusesTheCredentials_isSaid() {
        lead(Stage.CHALLENGED);
        server.way().give(ScriptedServer.challenge(server.request(), StunError.UNAUTHENTICATED, "nonce-2"));
        assertThat(failure()).contains("refuses the user name or credential (401)");
    }

    @Test
    void server_isNeverContentWithItsNonce_isLeft() {
        lead(Stage.ASKING);
        for (int i = 0; i < 10 && told.failures.isEmpty(); i++) {
            server.way().give(ScriptedServer.challenge(server.request(), StunError.STALE_NONCE, "nonce-" + i));
        }
        assertThat(failure()).contains("never is content with a nonce");
        assertThat(server.requests).hasSizeLessThan(6);
    }

    @Test
    void server_sendsOnForEver_isFollowedOnce() {
        lead(Stage.CHALLENGED);
        for (int i = 0; i < 10 && told.failures.isEmpty(); i++) {
            server.way()
                    .give(ScriptedServer.sealed(
                            StunMessage.error(server.request(), StunError.of(StunError.TRY_ALTERNATE))
                                    .add(new ServerAttribute.AlternateServer(
                                            new InetSocketAddress("203.0.113." + (20 + i), 3478)))));
            server.way().open();
            server.answer();
        }
        assertThat(failure()).contains("on to another server again");
        assertThat(server.ways).hasSize(2);
    }

    @Test
    void server_sendsOnToNowhereOrToOurselves_isNotFollowed() {
        for (var target : List.of("127.0.0.1", "0.0.0.0", "224.0.0.1")) {
            told.failures.clear();
            told.relayed.clear();
            server.ways.clear();
            lead(Stage.CHALLENGED);
            server.way()
                    .give(ScriptedServer.sealed(
                            StunMessage.error(server.request(), StunError.of(StunError.TRY_ALTERNATE))
                                    .add(new ServerAttribute.AlternateServer(new InetSocketAddress(target, 3478)))));
            assertThat(failure()).contains("no server's address");
            assertThat(server.ways).hasSize(1);
        }
    }

    @Test
    void server_alwaysSaysMismatch_isLeftAfterSomeTries() {
        lead(Stage.CHALLENGED);
        for (int i = 0; i < 10 && told.failures.isEmpty(); i++) {
            server.way()
                    .give(ScriptedServer.sealed(
                            StunMessage.error(server.request(), StunError.of(StunError.ALLOCATION_MISMATCH))));
            if (told.failures.isEmpty()) {
                server.way().open();
                if (!server.request().has(StunAttribute.Username.class)) {
                    server.answer();
                }
            }
        }
        assertThat(failure()).contains("437");
        assertThat(server.ways).hasSize(3);
    }

    @Test
    void server_allocatesNothing_isSaid() {
        lead(Stage.CHALLENGED);
        server.way().give(ScriptedServer.sealed(StunMessage.success(server.request())));
        assertThat(failure()).contains("does not say what");
    }

    @Test
    void server_saysManyWordsWithControls_isQuotedShortAndClean() {
        lead(Stage.CHALLENGED);
        server.way()
                .give(ScriptedServer.sealed(StunMessage.error(
                        server.request(), new StunAttribute.ErrorCode(499, "\u001b[31m" + "x".repeat(300)))));
        assertThat(failure())
                .contains("it refuses: 499")
                .doesNotContain("\u001b")
                .hasSizeLessThan(120);
    }

    @Test
    void renewal_isRefusedOrUnanswered_isALossWithAReason() {
        lead(Stage.RENEWING);
        loop.advance(Duration.ofSeconds(8));
        assertThat(told.losses).containsExactly("the allocation was not renewed: it does not answer");
        assertThat(loop.pendingTimers()).isZero();
    }

    @Test
    void lifetime_absurd_isHeldWithinReason() {
        for (long seconds : new long[] {0, 1, 0xFFFF_FFFFL}) {
            told.relayed.clear();
            lead(Stage.CHALLENGED);
            int before = server.sent;
            server.way()
                    .give(ScriptedServer.sealed(StunMessage.success(server.request())
                            .add(new TurnAttribute.XorRelayedAddress(ScriptedServer.RELAYED))
                            .add(new StunAttribute.XorMappedAddress(ScriptedServer.MAPPED))
                            .add(new TurnAttribute.Lifetime(seconds))));
            loop.advance(Duration.ofSeconds(10));
            assertThat(server.sent).as("no storm of renewals").isEqualTo(before);
            loop.advance(Duration.ofSeconds(3600));
            assertThat(server.sent).as("renewed all the same").isGreaterThan(before);
        }
    }
}
