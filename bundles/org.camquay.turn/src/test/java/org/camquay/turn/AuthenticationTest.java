// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camquay.turn.Answers.code;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.camquay.stun.AttributeType;
import org.camquay.stun.PasswordAlgorithm;
import org.camquay.stun.StunError;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMethod;
import org.camquay.stun.TransactionId;
import org.camquay.testkit.FakeClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuthenticationTest {
    private final FakeClock clock = new FakeClock();
    private TestServer server;
    private TestClient client;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(new TurnClock(clock, clock::nanoTime));
        client = TestClient.udp(server);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    private long inSeconds(long seconds) {
        return clock.instant().getEpochSecond() + seconds;
    }

    @Test
    void request_withoutCredentials_isChallenged() throws IOException {
        var answer = client.challenge();
        assertThat(code(answer)).isEqualTo(StunError.UNAUTHENTICATED);
        assertThat(answer.attribute(AttributeType.REALM).orElseThrow()).isEqualTo("test");
        assertThat(answer.has(AttributeType.NONCE)).isTrue();
        assertThat(answer.has(AttributeType.PASSWORD_ALGORITHMS)).isTrue();
    }

    @Test
    void restCredential_valid_allocates() throws IOException {
        var name = inSeconds(60) + ":viewer";
        assertThat(code(client.as(name, Users.password(TestServer.SECRET, name)).allocate()))
                .isZero();
    }

    @Test
    void restCredential_expired_isRefused_butKeepsWhatItHas() throws IOException {
        var name = inSeconds(60) + ":viewer";
        client.as(name, Users.password(TestServer.SECRET, name)).allocate();
        clock.advance(Duration.ofSeconds(61));
        assertThat(code(client.refresh(600))).isZero();
        try (var late = TestClient.udp(server).as(name, Users.password(TestServer.SECRET, name))) {
            assertThat(code(late.allocate())).isEqualTo(StunError.UNAUTHENTICATED);
        }
        assertThat(server.count(Count.WRONG_CREDENTIALS)).isEqualTo(1);
    }

    @Test
    void restCredential_otherSecret_isRefused() throws IOException {
        var name = inSeconds(60) + ":viewer";
        assertThat(code(client.as(name, Users.password("south", name)).allocate()))
                .isEqualTo(StunError.UNAUTHENTICATED);
    }

    @Test
    void credentials_wrong_areChallengedAgain() throws IOException {
        assertThat(code(client.as("ann", "wrong").allocate())).isEqualTo(StunError.UNAUTHENTICATED);
        assertThat(code(client.as("nobody", "lee").allocate())).isEqualTo(StunError.UNAUTHENTICATED);
        assertThat(server.inUse()).isZero();
    }

    @Test
    void sha256_offeredAndChosen_isAnsweredInKind() throws IOException {
        var answer = client.withSha256().allocate();
        assertThat(code(answer)).isZero();
        assertThat(answer.has(AttributeType.MESSAGE_INTEGRITY_SHA256)).isTrue();
    }

    @Test
    void passwordAlgorithms_takenAwayOnThePath_areABadRequest() throws IOException {
        client.challenge();
        var request = TestClient.allocateRequest().add(AttributeType.PASSWORD_ALGORITHM, PasswordAlgorithm.MD5);
        assertThat(code(client.askSigned(request))).isEqualTo(StunError.BAD_REQUEST);
    }

    @Test
    void nonce_forged_isStale() throws IOException {
        client.challenge();
        var genuine = client.nonce();
        char last = genuine.charAt(20);
        client.nonce(genuine.substring(0, 20) + (last == 'A' ? 'B' : 'A') + genuine.substring(21));
        assertThat(code(client.askSigned(TestClient.allocateRequest()))).isEqualTo(StunError.STALE_NONCE);
        client.nonce("nonsense");
        var answer = client.askSigned(TestClient.allocateRequest());
        assertThat(code(answer)).isEqualTo(StunError.STALE_NONCE);
        assertThat(answer.has(AttributeType.NONCE)).isTrue();
    }

    @Test
    void nonce_knownFromAnotherPort_savesAChallenge() throws IOException {
        client.allocate();
        try (var second = TestClient.udp(server).knows(client)) {
            assertThat(code(second.askSigned(TestClient.allocateRequest()))).isZero();
        }
        assertThat(server.inUse()).isEqualTo(2);
        assertThat(server.count(Count.CHALLENGES)).isEqualTo(1);
        assertThat(server.count(Count.STALE_NONCES)).isZero();
    }

    @Test
    void nonce_ofAnotherAddress_isStale() throws IOException {
        var nonces = new Nonces(new TurnClock(clock, clock::nanoTime));
        var nonce = nonces.issue(InetAddress.getByName("192.0.2.1"));
        assertThat(nonces.accepts(nonce, InetAddress.getByName("192.0.2.1"))).isTrue();
        assertThat(nonces.accepts(nonce, InetAddress.getByName("192.0.2.2"))).isFalse();
        assertThat(nonces.accepts(nonce, InetAddress.getByName("2001:db8::1"))).isFalse();
    }

    @Test
    void allocate_replayedFromAnotherPort_isStale() throws IOException {
        client.challenge();
        var request = client.sign(TestClient.allocateRequest());
        assertThat(code(client.ask(request))).isZero();
        try (var thief = TestClient.udp(server)) {
            assertThat(code(thief.ask(request))).isEqualTo(StunError.STALE_NONCE);
        }
        assertThat(code(client.ask(request))).as("sent again by its owner").isZero();
        assertThat(server.inUse()).isEqualTo(1);
        assertThat(server.count(Count.REPLAYS)).isEqualTo(1);
    }

    @Test
    void requestsOtherThanAllocate_replayedFromAnotherPort_findNoAllocation() throws IOException {
        client.allocate();
        var request = client.sign(StunMessage.request(StunMethod.REFRESH).add(AttributeType.LIFETIME, 0));
        try (var thief = TestClient.udp(server)) {
            assertThat(code(thief.ask(request))).isEqualTo(StunError.ALLOCATION_MISMATCH);
        }
        assertThat(server.inUse()).isEqualTo(1);
    }

    @Test
    void replays_manyAllocations_areForgottenWithTheirNonceAndBounded() {
        var replays = new Replays(new TurnClock(clock, clock::nanoTime));
        var here = new InetSocketAddress("192.0.2.1", 1);
        for (int i = 0; i < Replays.LIMIT * 2; i++) {
            assertThat(replays.claim(new TransactionId(i, i), here)).isTrue();
        }
        assertThat(replays.size()).isEqualTo(Replays.LIMIT);
        int last = Replays.LIMIT * 2 - 1;
        assertThat(replays.claim(new TransactionId(last, last), new InetSocketAddress("192.0.2.1", 2)))
                .isFalse();
        clock.advance(Duration.ofSeconds(Nonces.LIFETIME_SECONDS + 2));
        assertThat(replays.claim(new TransactionId(-1, -1), here)).isTrue();
        assertThat(replays.size()).isEqualTo(1);
    }

    @Test
    void nonce_old_isStale() throws IOException {
        client.challenge();
        clock.advance(Duration.ofSeconds(Nonces.LIFETIME_SECONDS + 2));
        assertThat(code(client.askSigned(TestClient.allocateRequest()))).isEqualTo(StunError.STALE_NONCE);
    }

    @Test
    void request_ofAnotherUser_isRefused() throws IOException {
        client.allocate();
        assertThat(code(client.as("bob", "ray").refresh(0))).isEqualTo(StunError.WRONG_CREDENTIALS);
        assertThat(server.inUse()).isEqualTo(1);
    }

    @Test
    void integrity_withoutUsername_isABadRequest() throws IOException {
        var request = StunMessage.request(StunMethod.ALLOCATE)
                .integrity(org.camquay.stun.StunKey.shortTerm("x"))
                .build();
        assertThat(code(client.ask(request))).isEqualTo(StunError.BAD_REQUEST);
    }

    @Test
    void request_changedOnTheWay_isRefused() throws IOException {
        client.challenge();
        var bytes = client.sign(TestClient.allocateRequest()).toArray();
        bytes[24] = 6;
        var changed = StunMessage.decode(bytes).orElseThrow();
        assertThat(code(client.ask(changed))).isEqualTo(StunError.UNAUTHENTICATED);
    }
}
