// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.signaling.Registration;
import org.camquay.api.signaling.SignalingClient;
import org.camquay.api.signaling.SignalingException;
import org.camquay.api.signaling.SignalingTarget;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a registration is kept up, and when it is not. */
class KeptRegistrationTest extends RestartScene {
    private static final SignalingException GONE = new SignalingException("the server closed the connection", false);
    private static final SignalingException REFUSED = new SignalingException("give a valid token", true);

    private Registration registration;

    @BeforeEach
    void find() {
        registration = gateway.list().get(0);
    }

    private static SignalingTarget renewed() {
        return new SignalingTarget(TARGET.url(), TARGET.name(), "new", TARGET.device());
    }

    private void take() {
        backend.last().complete(channel);
        loop.run();
    }

    private void fail(SignalingException why) {
        backend.last().completeExceptionally(why);
        loop.run();
    }

    private void drop() {
        backend.listener.onClosed(GONE);
        loop.run();
    }

    /** The server is away for a moment, and refuses for good when it is back. */
    private void refuse() {
        drop();
        pass(1);
        fail(REFUSED);
        assertThat(registration.state()).isEqualTo(Registration.State.REFUSED);
    }

    @Test
    void backoff_serverAway_growsWithTheTimeItWasAway() {
        var backoff = new Backoff(() -> 1);
        double away = 0;
        for (int i = 0; i < 40; i++) {
            double pause = backoff.next(Duration.ZERO) / 1e9;
            assertThat(pause).isLessThanOrEqualTo(Math.max(0.7, Math.min(42, away * 0.75 + 1)));
            away += pause;
        }
        assertThat(backoff.next(Duration.ZERO) / 1e9).isBetween(41.9, 42.1);
        backoff.reset();
        assertThat(backoff.next(Duration.ZERO) / 1e9).isBetween(0.69, 0.71);
    }

    @Test
    void backoff_serverAsksForPatience_hasItWithinBounds() {
        var least = new Backoff(() -> 0);
        assertThat(least.next(Duration.ofSeconds(20))).isEqualTo(20_000_000_000L);
        assertThat(least.next(Duration.ofDays(365_000))).isEqualTo(300_000_000_000L);
        assertThat(least.next(Duration.ofSeconds(-5))).isPositive().isLessThan(1_000_000_000L);
    }

    @Test
    void server_takesItAndDropsItAgainAndAgain_isAskedEverMoreRarely() {
        for (int i = 0; i < 12; i++) {
            drop();
            pass(45);
            take();
        }
        drop();
        int dials = backend.dials.size();
        pass(15);
        assertThat(backend.dials).hasSize(dials);
    }

    @Test
    void server_stoodForSomeTime_isAskedSoonAgain() {
        drop();
        for (int i = 0; i < 12; i++) {
            pass(43);
            fail(new SignalingException("nothing listens there", false));
        }
        pass(43);
        take();
        pass(31);
        drop();
        int dials = backend.dials.size();
        pass(1);
        assertThat(backend.dials).hasSize(dials + 1);
    }

    @Test
    void refusal_thatWillNotPass_stopsAndSaysSo() {
        refuse();
        assertThat(registration.status()).contains("give a valid token", "not tried again");
        int dials = backend.dials.size();
        loop.advance(Duration.ofDays(2));
        assertThat(backend.dials).hasSize(dials);
    }

    @Test
    void refusal_joinedAnew_beginsAgainWithTheNewTokenAndItsViewersStay() throws Exception {
        watch();
        refuse();
        assertThat(gateway.join(renewed())).isSameAs(registration);
        assertThat(registration.target().token()).isEqualTo("new");
        loop.run();
        take();
        assertThat(registration.state()).isEqualTo(Registration.State.REGISTERED);
        assertThat(connection.closed).isFalse();
    }

    @Test
    void refusal_backendIsConfiguredAnew_isTriedAgain() {
        refuse();
        int dials = backend.dials.size();
        gateway.unbindClient(backend);
        gateway.bindClient(backend, Map.of(SignalingClient.SCHEMES, "ws"));
        loop.run();
        assertThat(backend.dials).hasSize(dials + 1);
    }

    @Test
    void refusal_ofATokenInAFile_isTriedAgainWhenThatChanges(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("token"), "old");
        refuse();
        gateway.join(new SignalingTarget(TARGET.url(), TARGET.name(), "file:" + file, TARGET.device()));
        loop.run();
        fail(REFUSED);
        int dials = backend.dials.size();
        pass(60);
        assertThat(backend.dials).hasSize(dials);
        Files.writeString(file, "new");
        pass(11);
        assertThat(backend.dials).hasSize(dials + 1);
        take();
        assertThat(registration.state()).isEqualTo(Registration.State.REGISTERED);
        pass(60);
        assertThat(backend.dials).hasSize(dials + 1);
    }

    @Test
    void refusal_left_isForgotten() throws Exception {
        refuse();
        registration.leave();
        loop.run();
        assertThat(gateway.list()).isEmpty();
        assertThat(gateway.join(renewed())).isNotSameAs(registration);
    }

    @Test
    void refusal_thatWillPass_isTriedAgainAfterItsTime() {
        drop();
        pass(1);
        int dials = backend.dials.size();
        fail(new SignalingException("the room is kept for another", Duration.ofSeconds(20)));
        pass(19);
        assertThat(backend.dials).hasSize(dials);
        pass(10);
        assertThat(backend.dials).hasSize(dials + 1);
    }

    @Test
    void session_thatOutlivedAReconnect_goesOn() {
        watch();
        drop();
        pass(1);
        take();
        channel.said.clear();
        loop.run(() -> connection.listener.onIceCandidate(new IceCandidate("candidate:late", "0", 0, null)));
        assertThat(channel.said).containsExactly("trickle p1 candidate:late");
        backend.listener.onCandidate(PEER, new IceCandidate("candidate:theirs", "0", 0, null));
        backend.listener.onRestartWanted(PEER);
        loop.run();
        assertThat(connection.candidates).hasSize(1);
        assertThat(channel.offers).hasSize(2);
    }

    @Test
    void goodBye_isSaidByOneThatLeavesOnly() {
        gateway.unbindClient(backend);
        loop.run();
        assertThat(channel.hungUp).isTrue();
        assertThat(channel.closed).isFalse();
        gateway.bindClient(backend, Map.of(SignalingClient.SCHEMES, "ws"));
        loop.run();
        take();
        registration.leave();
        pass(1);
        assertThat(channel.closed).isTrue();
    }
}
