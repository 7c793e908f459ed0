// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceTransportState;
import org.camquay.testkit.Await;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.webrtc.ScriptedAgent;
import org.camquay.webrtc.ScriptedEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    private final FakeEventLoop loop = new FakeEventLoop();
    private final ScriptedEnvironment environment = new ScriptedEnvironment(loop);
    private final List<ScriptedAgent> scripted = environment.agents;
    private final Rehearsal rehearsal = new Rehearsal(environment, loop);

    @AfterEach
    void end() {
        environment.close();
    }

    private void awaitEnd() {
        Await.until(Duration.ofSeconds(60), "the end of the rehearsal", () -> {
            loop.advance(Duration.ofMillis(1));
            return rehearsal.over();
        });
    }

    @Test
    void start_servesViewersAndEnds() {
        rehearsal.start();
        loop.run();
        assertThat(scripted).hasSize(2);
        scripted.get(0).become(IceTransportState.CONNECTED);
        awaitEnd();
        assertThat(rehearsal.served())
                .as("a slow machine ends before all have come")
                .isBetween(Rehearsal.VIEWERS / 2, Rehearsal.VIEWERS);
        assertThat(scripted).as("viewers in memory need no agents").hasSize(2);
    }

    @Test
    void start_noPathOnThisMachine_goesOnWithoutIt() {
        rehearsal.start();
        loop.run();
        scripted.get(1).find("host");
        loop.run();
        assertThat(scripted.get(0).remoteCandidates)
                .extracting(IceCandidate::candidate)
                .hasSize(1);
        loop.advance(Duration.ofSeconds(2));
        Await.until(Duration.ofSeconds(60), "a viewer", () -> {
            loop.advance(Duration.ofMillis(1));
            return rehearsal.served() > 0;
        });
        rehearsal.stop();
        awaitEnd();
    }

    @Test
    void stop_aRealViewerHasCome_nobodyElseDoes() {
        rehearsal.start();
        rehearsal.stop();
        loop.run();
        scripted.get(0).become(IceTransportState.CONNECTED);
        loop.run();
        assertThat(rehearsal.over()).isTrue();
        assertThat(rehearsal.served()).isZero();
    }

    @Test
    void close_inTheMiddle_leavesNoHandshakeBehind() throws InterruptedException {
        rehearsal.start();
        loop.run();
        scripted.get(0).become(IceTransportState.CONNECTED);
        loop.run();
        assertThat(rehearsal.over()).isFalse();
        rehearsal.close();
        loop.run();
        environment.handshakes().shutdown();
        assertThat(environment.handshakes().awaitTermination(2, TimeUnit.SECONDS))
                .isTrue();
        loop.run();
        assertThat(rehearsal.over()).isTrue();
    }
}
