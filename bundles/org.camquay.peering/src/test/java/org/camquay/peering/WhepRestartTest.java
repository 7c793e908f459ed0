// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceParameters;
import org.camquay.api.ice.IceTransportState;
import org.camquay.api.peer.PeerConnectionState;
import org.camquay.api.peer.PeerException;
import org.camquay.api.peer.PeerOrigin;
import org.camquay.api.peer.SdpType;
import org.camquay.api.peer.SessionDescription;
import org.camquay.api.peer.TooOftenException;
import org.junit.jupiter.api.Test;

/** Restarts of viewers that came by WHEP, which only they can begin. */
class WhepRestartTest extends RestartScene {
    @Test
    void restart_ofWhep_givesNewParametersAndKeepsTheOffer() throws Exception {
        var offer = "v=0\r\na=ice-ufrag:old1\r\na=ice-pwd:x\r\na=candidate:1\r\na=mid:0\r\n";
        var answered = admission
                .answer("door", new SessionDescription(SdpType.OFFER, offer), PeerOrigin.UNKNOWN)
                .toCompletableFuture();
        loop.run();
        pass(1);
        var peer = answered.join();
        connection = connections.made.get(0);
        var parameters = new IceParameters("new2", "0123456789012345678901");
        var candidate = new IceCandidate("candidate:2", "0", null, "new2");
        var done = peer.restartIce(parameters, List.of(candidate)).toCompletableFuture();
        loop.run();
        assertThat(done).isNotDone();
        pass(1);
        assertThat(done).isCompleted();
        assertThat(connection.remote.get(1).sdp())
                .isEqualTo("v=0\r\na=ice-ufrag:new2\r\na=ice-pwd:0123456789012345678901\r\na=mid:0\r\n");
        assertThat(connection.candidates).containsExactly(candidate);
        peer.restartIce(parameters, List.of(candidate));
        loop.run();
        assertThat(connection.remote).hasSize(2);
        assertThat(connection.candidates).hasSize(2);
        assertThat(peer.restartIce(new IceParameters("n", "short"), List.of()).toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(PeerException.class);
    }

    @Test
    void restart_ofWhep1500Times_isAsRareAsByInvite() {
        var offer = "v=0\r\na=ice-ufrag:old1\r\na=ice-pwd:x\r\n";
        var answered = admission
                .answer("door", new SessionDescription(SdpType.OFFER, offer), PeerOrigin.UNKNOWN)
                .toCompletableFuture();
        loop.run();
        pass(1);
        connection = connections.made.get(0);
        become(PeerConnectionState.CONNECTED, IceTransportState.COMPLETED);
        int taken = 0;
        for (int i = 0; i < 1500; i++) {
            var parameters = new IceParameters("new" + i, "0123456789012345678901");
            var done = answered.join().restartIce(parameters, List.of()).toCompletableFuture();
            loop.run();
            loop.advance(Duration.ofMillis(300));
            loop.run();
            if (done.isCompletedExceptionally()) {
                assertThat(done)
                        .failsWithin(Duration.ZERO)
                        .withThrowableThat()
                        .withCauseInstanceOf(TooOftenException.class);
            } else {
                taken++;
            }
        }
        assertThat(taken).as("2 a minute, in 450 s").isBetween(14, 16);
        assertThat(connection.closed).isFalse();
    }

    @Test
    void disconnected_ofWhep_waitsForTheClient() {
        var answered = admission.answer("door", new SessionDescription(SdpType.OFFER, "v=0"), PeerOrigin.UNKNOWN);
        loop.run();
        pass(1);
        connection = connections.made.get(0);
        become(PeerConnectionState.CONNECTED, IceTransportState.COMPLETED);
        lose();
        pass(10);
        assertThat(connection.restarts).isZero();
        assertThat(connection.closed).isFalse();
        become(PeerConnectionState.FAILED, IceTransportState.FAILED);
        assertThat(connection.closed).isTrue();
        assertThat(answered.toCompletableFuture()).isCompleted();
    }
}
