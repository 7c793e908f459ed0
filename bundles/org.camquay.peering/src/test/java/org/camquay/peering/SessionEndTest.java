// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.camquay.api.ice.IceServer;
import org.camquay.api.ice.IceTransportState;
import org.camquay.api.peer.PeerConnectionState;
import org.camquay.api.peer.PeerException;
import org.camquay.api.peer.PeerId;
import org.camquay.api.peer.PeerOrigin;
import org.camquay.api.peer.SdpType;
import org.camquay.api.peer.SessionDescription;
import org.camquay.api.signaling.PeerArrival;
import org.junit.jupiter.api.Test;

/** When a session ends, and what is said of it. */
class SessionEndTest extends RestartScene {
    private String diagnosis() {
        return admission.iceReport(PEER).orElseThrow().diagnosis();
    }

    private void arrive(PeerId peer, Instant expiry, IceServer... servers) {
        assertThat(backend.listener.onPeer(new PeerArrival(peer, "", List.of(servers), expiry)))
                .isEmpty();
        loop.run();
    }

    @Test
    void end_severalReasons_everyFaceReportsTheFirst() {
        watch();
        admission.close("door", "the stream was shut down");
        admission.close("door", "another reason");
        backend.listener.onPeerGone(PEER, false);
        loop.run();
        become(PeerConnectionState.FAILED, IceTransportState.FAILED);
        assertThat(channel.said).containsExactly("dismiss p1 the stream was shut down");
        assertThat(diagnosis()).isEqualTo("the stream was shut down");
    }

    @Test
    void end_beforeTheAnswerOfWhep_isWhatTheClientIsTold() {
        var waiting = new Script.Camera("later");
        cameras.cameras.put("later", waiting);
        var answered = admission
                .answer("later", new SessionDescription(SdpType.OFFER, "v=0"), PeerOrigin.UNKNOWN)
                .toCompletableFuture();
        loop.run();
        admission.close("later", "the stream was shut down");
        loop.run();
        assertThat(answered)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(PeerException.class)
                .withMessage("the stream was shut down");
    }

    @Test
    void peerGone_byItself_isNotToldButItsReasonIsKept() {
        watch();
        backend.listener.onPeerGone(PEER, true);
        loop.run();
        assertThat(channel.said).isEmpty();
        assertThat(diagnosis()).isEqualTo("it left");
    }

    @Test
    void invite_neverAnswered_endsTheSession() {
        arrive(PEER, null);
        assertThat(channel.invites).containsKey(PEER);
        pass(46);
        assertThat(channel.said).containsExactly("dismiss p1 it did not answer the offer within 45 s");
        assertThat(connections.made.get(0).closed).isTrue();
    }

    @Test
    void invite_answered_theLimitIsOver() {
        watch();
        pass(3600);
        assertThat(connection.closed).isFalse();
    }

    @Test
    void since_isCountedOnTheLoopsClock() {
        watch();
        pass(3600);
        loop.run(() -> assertThat(admission.list().get(0).since())
                .isBefore(Instant.now().minusSeconds(3599)));
    }

    @Test
    void expiry_inTheYear9999_isForEver() {
        arrive(PEER, Instant.parse("9999-12-31T23:59:59Z"));
        answer();
        loop.run(() -> connections.made.get(0).become(PeerConnectionState.CONNECTED));
        arrive(new PeerId("p2"), Instant.MAX);
        arrive(new PeerId("p3"), Instant.MIN);
        assertThat(channel.said).singleElement().asString().startsWith("dismiss p3 its right to watch");
        pass(3600);
        assertThat(connections.made.get(0).closed).isFalse();
    }

    @Test
    void credentials_thatLastThousandsOfYears_areAskedForOnceADay() {
        var lasting = new IceServer(List.of("turn:far.example"), "99999999999:p1", "secret");
        watch(lasting);
        int before = channel.asked;
        pass(23 * 3600);
        assertThat(channel.asked).isEqualTo(before);
        pass(2 * 3600);
        assertThat(channel.asked).isEqualTo(before + 1);
    }
}
