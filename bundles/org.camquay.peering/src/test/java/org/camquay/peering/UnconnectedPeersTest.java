// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.camquay.api.peer.AnsweredPeer;
import org.camquay.api.peer.PeerConnectionState;
import org.camquay.api.peer.PeerId;
import org.camquay.api.peer.PeerOrigin;
import org.camquay.api.peer.SdpType;
import org.camquay.api.peer.SessionDescription;
import org.camquay.api.peer.TooOftenException;
import org.camquay.api.signaling.PeerArrival;
import org.camquay.testkit.FakeEventLoop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Viewers who never connect keep nobody out, and do not stay. */
class UnconnectedPeersTest {
    private static final SessionDescription OFFER = new SessionDescription(SdpType.OFFER, "v=0");

    private final FakeEventLoop loop = new FakeEventLoop();
    private final Script.Cameras cameras = new Script.Cameras();
    private final Script.Connections connections = new Script.Connections();
    private final Admission admission = new Admission(() -> loop, cameras, new Limits(30, 10, 20));

    @BeforeEach
    void provide() {
        admission.connections = connections;
        cameras.add("door").live();
    }

    private CompletableFuture<AnsweredPeer> offer(String address) {
        var answered =
                admission.answer("door", OFFER, new PeerOrigin(address, 9, "")).toCompletableFuture();
        loop.run();
        return answered;
    }

    private void pass(Duration time) {
        loop.advance(time);
        loop.run();
    }

    private Script.Connection last() {
        return connections.made.get(connections.made.size() - 1);
    }

    private long live() {
        return connections.made.stream()
                .filter(connection -> !connection.closed)
                .count();
    }

    private void silence() {
        connections.made.forEach(connection -> connection.heard = false);
    }

    @Test
    void answer_of500OffersOfOneAddress_keepsTheTenNewest() {
        var answers = new ArrayList<CompletableFuture<AnsweredPeer>>();
        for (int i = 0; i < 500; i++) {
            answers.add(offer("192.0.2.1"));
        }
        assertThat(live()).isEqualTo(10);
        assertThat(answers.get(0))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(TooOftenException.class)
                .withMessageContaining("try again");
        pass(Duration.ofMillis(201));
        assertThat(answers.get(499)).isCompleted();
    }

    @Test
    void answer_ofOffersFromManyAddresses_letsAnHonestViewerInAndNobodyOut() {
        offer("198.51.100.1");
        pass(Duration.ofMillis(201));
        var watching = last();
        watching.become(PeerConnectionState.CONNECTED);
        loop.run();
        for (int i = 0; i < 500; i++) {
            offer("192.0.2." + i % 100);
        }
        var honest = offer("198.51.100.2");
        var connection = last();
        pass(Duration.ofMillis(201));
        assertThat(honest).isCompleted();
        connection.become(PeerConnectionState.CONNECTED);
        loop.run();
        for (int i = 0; i < 500; i++) {
            offer("192.0.2." + i % 100);
        }
        assertThat(watching.closed).isFalse();
        assertThat(connection.closed).isFalse();
        assertThat(live()).isEqualTo(30);
    }

    @Test
    void answer_withoutACheckFor5s_endsWithTheReason() {
        var answered = offer("192.0.2.1");
        silence();
        pass(Duration.ofMillis(201));
        pass(Duration.ofMillis(4_900));
        assertThat(last().closed).isFalse();
        pass(Duration.ofMillis(200));
        assertThat(last().closed).isTrue();
        assertThat(admission.iceReport(answered.join().id()).orElseThrow().diagnosis())
                .endsWith("no ICE check of it came within 5 s");
    }

    @Test
    void answer_withACheck_hasAMinuteToConnect() {
        offer("192.0.2.1");
        pass(Duration.ofMillis(201));
        pass(Duration.ofSeconds(6));
        pass(Duration.ofSeconds(53));
        assertThat(last().closed).isFalse();
        pass(Duration.ofSeconds(2));
        assertThat(last().closed).isTrue();
        offer("192.0.2.2");
        last().become(PeerConnectionState.CONNECTED);
        pass(Duration.ofSeconds(6));
        pass(Duration.ofSeconds(600));
        assertThat(last().closed).isFalse();
    }

    @Test
    void announce_moreThanARoomMayHave_endsTheOldestWhichIsTold() {
        var outlet = new NotedOutlet();
        for (int i = 0; i < 25; i++) {
            assertThat(admission.announce(new PeerArrival(new PeerId("p" + i), "", List.of(), null), outlet))
                    .isEmpty();
            loop.run();
        }
        assertThat(live()).isEqualTo(20);
        assertThat(outlet.dismissed).hasSize(5).allMatch(text -> text.contains("made room"));
    }
}
