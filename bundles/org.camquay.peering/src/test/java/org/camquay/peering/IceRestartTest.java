// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.camquay.api.ice.IceCandidatePair;
import org.camquay.api.ice.IceServer;
import org.camquay.api.ice.IceTransportState;
import org.camquay.api.peer.PeerConnectionState;
import org.camquay.api.peer.PeerException;
import org.camquay.api.peer.PeerId;
import org.camquay.api.peer.SdpType;
import org.camquay.api.peer.SessionDescription;
import org.camquay.api.signaling.PeerArrival;
import org.camquay.api.signaling.SignalingException;
import org.junit.jupiter.api.Test;

/** When the device restarts ICE, how often, and what becomes of it. */
class IceRestartTest extends RestartScene {
    @Test
    void disconnected_forAWhile_isInvitedAnewAndGoesOn() {
        watch();
        lose();
        assertThat(connection.restarts).isZero();
        pass(3);
        assertThat(connection.restarts).isEqualTo(1);
        assertThat(channel.offers).hasSize(2);
        answer();
        assertThat(connection.remote).hasSize(2);
        become(PeerConnectionState.CONNECTED, IceTransportState.COMPLETED);
        pass(600);
        assertThat(connection.restarts).isEqualTo(1);
        assertThat(connection.closed).isFalse();
    }

    @Test
    void relayed_thoughADirectWayWorks_isInvitedAnewOnce() {
        watch();
        connection.selected = RELAYED;
        connection.pairs = List.of(RELAYED, DIRECT);
        pass(6);
        assertThat(connection.restarts).isEqualTo(1);
        answer();
        become(PeerConnectionState.CONNECTED, IceTransportState.COMPLETED);
        pass(600);
        assertThat(connection.restarts).isEqualTo(1);
    }

    @Test
    void relayed_noDirectWay_isLeftAlone() {
        watch();
        connection.selected = RELAYED;
        connection.pairs = List.of(RELAYED, new IceCandidatePair("a typ host", "b typ host", "failed", false, 0));
        pass(60);
        assertThat(connection.restarts).isZero();
    }

    @Test
    void disconnected_forAMoment_isLeftAlone() {
        watch();
        lose();
        pass(1);
        become(PeerConnectionState.CONNECTED, IceTransportState.COMPLETED);
        pass(60);
        assertThat(connection.restarts).isZero();
    }

    @Test
    void disconnected_becauseTheAddressIsGone_isInvitedAtOnce() {
        watch();
        connection.pairs = List.of();
        lose();
        assertThat(connection.restarts).isEqualTo(1);
    }

    @Test
    void disconnected_thatStaysSo_endsAfterTwoRestarts() {
        watch();
        lose();
        pass(3);
        answer();
        become(PeerConnectionState.CONNECTING, IceTransportState.CHECKING);
        pass(20);
        become(PeerConnectionState.FAILED, IceTransportState.FAILED);
        assertThat(connection.closed).isFalse();
        pass(10);
        assertThat(connection.restarts).isEqualTo(2);
        answer();
        become(PeerConnectionState.CONNECTING, IceTransportState.CHECKING);
        pass(30);
        become(PeerConnectionState.FAILED, IceTransportState.FAILED);
        assertThat(connection.closed).isTrue();
        assertThat(channel.said).anyMatch(s -> s.startsWith("dismiss p1") && s.contains("no check was answered"));
        assertThat(connection.restarts).isEqualTo(2);
    }

    @Test
    void peer_thatNeverAnswersTheNewInvite_isEnded() {
        watch();
        lose();
        pass(3);
        become(PeerConnectionState.CONNECTING, IceTransportState.CHECKING); // consent has expired
        pass(31);
        pass(10);
        assertThat(connection.restarts).isEqualTo(2);
        pass(31);
        assertThat(connection.closed).isTrue();
        assertThat(channel.said).anyMatch(s -> s.startsWith("dismiss p1") && s.contains("no answer"));
    }

    @Test
    void answer_ofAnOfferThatAnotherReplaced_isIgnored() {
        watch();
        lose();
        pass(3);
        var first = channel.invites.get(PEER);
        pass(31 + 9);
        assertThat(connection.restarts).isEqualTo(2);
        first.complete(new SessionDescription(SdpType.ANSWER, "late"));
        loop.run();
        answer();
        assertThat(connection.remote).extracting(SessionDescription::sdp).containsExactly("answer", "answer");
    }

    @Test
    void failed_beforeItEverWorked_endsAtOnce() {
        assertThat(backend.listener.onPeer(new PeerArrival(PEER, "", List.of(), null)))
                .isEmpty();
        loop.run();
        connection = connections.made.get(0);
        become(PeerConnectionState.FAILED, IceTransportState.FAILED);
        assertThat(connection.closed).isTrue();
        assertThat(connection.restarts).isZero();
    }

    @Test
    void failed_becauseDtlsEnded_endsAtOnce() {
        watch();
        become(PeerConnectionState.FAILED, IceTransportState.COMPLETED);
        assertThat(connection.closed).isTrue();
        assertThat(connection.restarts).isZero();
    }

    @Test
    void signalingLost_whilePathIsLost_waitsForSignaling() {
        watch();
        backend.listener.onClosed(new SignalingException("the server is gone", false));
        loop.run();
        lose();
        pass(1);
        assertThat(connection.restarts).isZero();
        assertThat(backend.dials).hasSize(2);
        backend.last().complete(channel);
        pass(3);
        assertThat(connection.restarts).isEqualTo(1);
        assertThat(connection.closed).isFalse();
    }

    @Test
    void signalingLost_pathDies_endsAsWithoutRestarts() {
        watch();
        backend.listener.onClosed(new SignalingException("the server is gone", false));
        loop.run();
        lose();
        become(PeerConnectionState.FAILED, IceTransportState.FAILED);
        assertThat(connection.closed).isTrue();
    }

    @Test
    void peersSignalingLost_itIsNotInvitedButGoesOn_untilItIsSilent() {
        watch();
        backend.listener.onPeerGone(PEER, false);
        loop.run();
        pass(60);
        assertThat(connection.closed).isFalse();
        lose();
        pass(5);
        assertThat(connection.restarts).isZero();
        assertThat(connection.closed).isFalse();
        connection.silentNanos = TimeUnit.SECONDS.toNanos(11);
        pass(2);
        assertThat(connection.closed).isTrue();
    }

    @Test
    void wish_ofThePeer_isFulfilledTwiceAMinute() {
        watch();
        for (int i = 0; i < 5; i++) {
            backend.listener.onRestartWanted(PEER);
            loop.run();
            answer();
            become(PeerConnectionState.CONNECTED, IceTransportState.COMPLETED);
            pass(1);
        }
        assertThat(connection.restarts).isEqualTo(2);
        pass(61);
        backend.listener.onRestartWanted(PEER);
        loop.run();
        assertThat(connection.restarts).isEqualTo(3);
    }

    /** What the operator is told; empty if a restart is on its way. */
    private String command(PeerId id) {
        var told = new StringBuilder();
        loop.run(() -> {
            try {
                admission.restartIce(id);
            } catch (PeerException e) {
                told.append(e.getMessage());
            }
        });
        return told.toString();
    }

    @Test
    void command_ofTheOperator_isFulfilledOrAnsweredWithAReason() {
        assertThat(command(PEER)).contains("clientsConnected");
        watch();
        assertThat(command(PEER)).isEmpty();
        assertThat(connection.restarts).isEqualTo(1);
        assertThat(command(PEER)).contains("on its way already");
        connection.ice = IceTransportState.CONNECTED;
        answer();
        assertThat(command(PEER)).as("its checks go on").contains("on its way already");
        connection.ice = IceTransportState.COMPLETED;
        assertThat(command(PEER)).as("media has noticed nothing").isEmpty();
        answer();
        assertThat(command(PEER)).contains("2 within a minute");
        pass(600);
        assertThat(connection.restarts).isEqualTo(2);
        assertThat(connection.closed).isFalse();
    }

    private static IceServer limited(long seconds, String credential) {
        var name = Instant.now().plusSeconds(seconds).getEpochSecond() + ":p1";
        return new IceServer(List.of("turn:far.example"), name, credential);
    }

    @Test
    void credentials_beforeTheyExpire_areAskedForAndTheRelayIsReplaced() {
        watch(limited(600, "old"));
        connection.selected = RELAYED;
        connection.pairs = List.of(RELAYED);
        var fresh = limited(4000, "new");
        channel.servers = CompletableFuture.completedStage(List.of(fresh));
        pass(400);
        assertThat(channel.asked).isZero();
        pass(80);
        assertThat(channel.asked).isEqualTo(1);
        assertThat(connection.servers).containsExactly(fresh);
        assertThat(connection.restarts).isEqualTo(1);
        answer();
        pass(120);
        assertThat(connection.restarts).isEqualTo(1);
    }

    @Test
    void credentials_ofADirectPath_areRenewedWithoutARestart() {
        watch(limited(600, "old"));
        var fresh = limited(4000, "new");
        channel.servers = CompletableFuture.completedStage(List.of(fresh));
        pass(500);
        assertThat(connection.servers).containsExactly(fresh);
        assertThat(connection.restarts).isZero();
    }

    @Test
    void credentials_thatNobodyRenews_leadToNoRestart() {
        watch(limited(600, "old"));
        connection.selected = RELAYED;
        connection.pairs = List.of(RELAYED);
        pass(3600);
        assertThat(connection.restarts).isZero();
        assertThat(channel.asked).isLessThan(20);
        assertThat(connection.closed).isFalse();
    }
}
