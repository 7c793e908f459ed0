// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.camquay.stun.AttributeType;
import org.camquay.stun.ErrorCode;
import org.camquay.stun.StunError;
import org.camquay.stun.StunKey;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMethod;
import org.junit.jupiter.api.Test;

/** Servers that do not do as they should: each is left in time, with a reason that helps. */
final class UnrulyServerTest {
    private final TurnConversation talk = new TurnConversation();

    @Test
    void server_neverOpens_isLeftInTime() {
        talk.begin();
        assertThat(talk.failure()).contains("connection was not made within 8 s");
    }

    @Test
    void server_neverAnswers_isLeftInTime() {
        talk.lead(TurnConversation.Stage.ASKING);
        talk.loop.advance(Duration.ofMillis(7600));
        assertThat(talk.failure()).startsWith("it does not answer: check address and port");
        assertThat(talk.server.sent).isEqualTo(4);
    }

    @Test
    void server_answersGarbage_isSaid() {
        talk.lead(TurnConversation.Stage.ASKING);
        talk.server.way().give("SSH-2.0-OpenSSH_9.2p1".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(talk.failure()).contains("no STUN").contains("another service");
    }

    @Test
    void server_answersOldRequests_isSaid() {
        talk.lead(TurnConversation.Stage.CHALLENGED);
        talk.server.way().give(ScriptedServer.answerTo(talk.server.requests.get(0)));
        assertThat(talk.failure()).contains("other requests than ours");
    }

    @Test
    void server_hasAnotherKey_isSaid() {
        talk.lead(TurnConversation.Stage.CHALLENGED);
        talk.server
                .way()
                .give(ScriptedServer.success(talk.server.request())
                        .integrity(StunKey.longTerm("camera", "test", "other"))
                        .build()
                        .toArray());
        assertThat(talk.failure()).contains("wrong integrity").doesNotContain(ScriptedServer.PASSWORD);
    }

    @Test
    void server_refusesTheCredentials_isSaid() {
        talk.lead(TurnConversation.Stage.CHALLENGED);
        talk.server.way().give(ScriptedServer.challenge(talk.server.request(), StunError.UNAUTHENTICATED, "nonce-2"));
        assertThat(talk.failure()).contains("refuses the user name or credential (401)");
    }

    @Test
    void server_isNeverContentWithItsNonce_isLeft() {
        talk.lead(TurnConversation.Stage.ASKING);
        for (int i = 0; i < 10 && talk.told.failures.isEmpty(); i++) {
            talk.server
                    .way()
                    .give(ScriptedServer.challenge(talk.server.request(), StunError.STALE_NONCE, "nonce-" + i));
        }
        assertThat(talk.failure()).contains("never is content with a nonce");
        assertThat(talk.server.requests).hasSizeLessThan(6);
    }

    @Test
    void server_sendsOnForEver_isFollowedOnce() {
        talk.lead(TurnConversation.Stage.CHALLENGED);
        for (int i = 0; i < 10 && talk.told.failures.isEmpty(); i++) {
            talk.server
                    .way()
                    .give(ScriptedServer.sealed(
                            StunMessage.error(talk.server.request(), StunError.of(StunError.TRY_ALTERNATE))
                                    .add(
                                            AttributeType.ALTERNATE_SERVER,
                                            new InetSocketAddress("203.0.113." + (20 + i), 3478))));
            talk.server.way().open();
            talk.server.answer();
        }
        assertThat(talk.failure()).contains("on to another server again");
        assertThat(talk.server.ways).hasSize(2);
    }

    @Test
    void server_sendsOnToNowhereOrToOurselves_isNotFollowed() {
        for (var target : List.of("127.0.0.1", "0.0.0.0", "224.0.0.1")) {
            talk.told.failures.clear();
            talk.told.relayed.clear();
            talk.server.ways.clear();
            talk.lead(TurnConversation.Stage.CHALLENGED);
            talk.server
                    .way()
                    .give(ScriptedServer.sealed(
                            StunMessage.error(talk.server.request(), StunError.of(StunError.TRY_ALTERNATE))
                                    .add(AttributeType.ALTERNATE_SERVER, new InetSocketAddress(target, 3478))));
            assertThat(talk.failure()).contains("no server's address");
            assertThat(talk.server.ways).hasSize(1);
        }
    }

    @Test
    void server_alwaysSaysMismatch_isLeftAfterSomeTries() {
        talk.lead(TurnConversation.Stage.CHALLENGED);
        for (int i = 0; i < 10 && talk.told.failures.isEmpty(); i++) {
            talk.server
                    .way()
                    .give(ScriptedServer.sealed(
                            StunMessage.error(talk.server.request(), StunError.of(StunError.ALLOCATION_MISMATCH))));
            if (talk.told.failures.isEmpty()) {
                talk.server.way().open();
                if (!talk.server.request().has(AttributeType.USERNAME)) {
                    talk.server.answer();
                }
            }
        }
        assertThat(talk.failure()).contains("437");
        assertThat(talk.server.ways).hasSize(3);
    }

    @Test
    void server_allocatesNothing_isSaid() {
        talk.lead(TurnConversation.Stage.CHALLENGED);
        talk.server.way().give(ScriptedServer.sealed(StunMessage.success(talk.server.request())));
        assertThat(talk.failure()).contains("does not say what");
    }

    @Test
    void server_saysManyWordsWithControls_isQuotedShortAndClean() {
        talk.lead(TurnConversation.Stage.CHALLENGED);
        talk.server
                .way()
                .give(ScriptedServer.sealed(
                        StunMessage.error(talk.server.request(), new ErrorCode(499, "\u001b[31m" + "x".repeat(300)))));
        assertThat(talk.failure())
                .contains("it refuses: 499")
                .doesNotContain("\u001b")
                .hasSizeLessThan(120);
    }

    @Test
    void renewal_isRefused_isALossWithAReason() {
        talk.lead(TurnConversation.Stage.RENEWING);
        talk.server
                .way()
                .give(ScriptedServer.sealed(
                        StunMessage.error(talk.server.request(), StunError.of(StunError.ALLOCATION_MISMATCH))));
        assertThat(talk.told.losses)
                .singleElement()
                .asString()
                .startsWith("the allocation was not renewed: it refuses");
        assertThat(talk.loop.pendingTimers()).isZero();
    }

    @Test
    void lifetime_absurd_isHeldWithinReason() {
        for (long seconds : new long[] {0, 1, 0xFFFF_FFFFL}) {
            talk.told.relayed.clear();
            talk.lead(TurnConversation.Stage.CHALLENGED);
            int before = talk.server.sent;
            talk.server
                    .way()
                    .give(ScriptedServer.sealed(StunMessage.success(talk.server.request())
                            .add(AttributeType.XOR_RELAYED_ADDRESS, ScriptedServer.RELAYED)
                            .add(AttributeType.XOR_MAPPED_ADDRESS, ScriptedServer.MAPPED)
                            .add(AttributeType.LIFETIME, seconds)));
            talk.loop.advance(Duration.ofSeconds(10));
            assertThat(talk.server.sent).as("no storm of renewals").isEqualTo(before);
            talk.loop.advance(Duration.ofSeconds(3600));
            assertThat(talk.server.sent).as("renewed all the same").isGreaterThan(before);
        }
    }

    @Test
    void permission_isNotAnswered_isAskedForAgain() {
        talk.lead(TurnConversation.Stage.ALLOCATED);
        talk.allocation.prepare(TurnConversation.PEER);
        talk.loop.advance(Duration.ofSeconds(20));
        assertThat(talk.allocation.denial().orElseThrow())
                .contains("198.51.100.7")
                .contains("does not answer");
        talk.server.answer();
        assertThat(talk.allocation.denial()).isEmpty();
        int before = talk.server.sent;
        assertThat(talk.allocation.send(ByteBuffer.allocate(100), TurnConversation.PEER))
                .isTrue();
        assertThat(talk.server.sent).isEqualTo(before + 1);
    }

    @Test
    void permission_isRefused_isNotAskedForAgain() {
        talk.lead(TurnConversation.Stage.ALLOCATED);
        talk.allocation.prepare(TurnConversation.PEER);
        talk.server
                .way()
                .give(ScriptedServer.sealed(
                        StunMessage.error(talk.server.request(), StunError.of(StunError.FORBIDDEN))));
        int before = talk.server.sent;
        talk.loop.advance(Duration.ofSeconds(60));
        assertThat(talk.server.sent).isEqualTo(before);
        assertThat(talk.allocation.denial().orElseThrow()).contains("403");
    }

    @Test
    void renewal_ofAPermissionIsNotAnswered_isAskedForAgain() {
        talk.lead(TurnConversation.Stage.PERMITTED);
        talk.loop.advance(Duration.ofSeconds(240));
        assertThat(talk.server.request().method()).isEqualTo(StunMethod.CREATE_PERMISSION);
        var first = talk.server.request().transactionId();
        talk.loop.advance(Duration.ofSeconds(8));
        assertThat(talk.server.request().method()).isEqualTo(StunMethod.CREATE_PERMISSION);
        assertThat(talk.server.request().transactionId()).isNotEqualTo(first);
        talk.server.answer();
        int before = talk.server.sent;
        talk.loop.advance(Duration.ofSeconds(60));
        assertThat(talk.server.sent).isEqualTo(before);
    }

    @Test
    void renewal_isNotAnsweredAtFirst_isAskedForAgain() {
        talk.lead(TurnConversation.Stage.RENEWING);
        talk.loop.advance(Duration.ofSeconds(20));
        assertThat(talk.told.losses).isEmpty();
        answerAll(StunMethod.REFRESH);
        talk.loop.advance(Duration.ofSeconds(45));
        assertThat(talk.told.losses).isEmpty();
    }

    @Test
    void renewal_isNeverAnswered_isLostWhenItsTimeIsOver() {
        talk.lead(TurnConversation.Stage.RENEWING);
        talk.loop.advance(Duration.ofSeconds(59));
        assertThat(talk.told.losses).isEmpty();
        talk.loop.advance(Duration.ofSeconds(9));
        assertThat(talk.told.losses)
                .singleElement()
                .asString()
                .startsWith("the allocation was not renewed: it does not answer");
        assertThat(talk.loop.pendingTimers()).isZero();
    }

    @Test
    void channel_isNotAnswered_isAskedForAgain() {
        talk.lead(TurnConversation.Stage.PERMITTED);
        var other = new InetSocketAddress("198.51.100.7", 7001);
        talk.allocation.prefer(other);
        talk.loop.advance(Duration.ofSeconds(8));
        assertThat(talk.server.request().method()).isEqualTo(StunMethod.CHANNEL_BIND);
        talk.server.answer();
        assertThat(talk.allocation.send(ByteBuffer.allocate(100), other)).isTrue();
        int before = talk.server.sent;
        talk.loop.advance(Duration.ofSeconds(60));
        assertThat(talk.server.sent).isEqualTo(before);
    }

    private void answerAll(int method) {
        List.copyOf(talk.server.requests).stream()
                .filter(request -> request.method() == method)
                .forEach(request -> talk.server.way().give(ScriptedServer.answerTo(request)));
    }
}
