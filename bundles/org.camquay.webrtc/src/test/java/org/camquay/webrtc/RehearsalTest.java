// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.camquay.api.ice.IceAgentFactory;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceTransportState;
import org.camquay.dtls.DtlsCertificate;
import org.camquay.testkit.Await;
import org.camquay.testkit.FakeEventLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RehearsalTest implements Environment {
    private final FakeEventLoop loop = new FakeEventLoop();
    private final DtlsCertificate certificate = DtlsCertificate.generate(Clock.systemUTC());
    private final ExecutorService handshakes = Executors.newCachedThreadPool();
    private final TrackRegistry tracks = new TrackRegistry(loop.clock(), loop::nanoTime);
    private final SegmentBatches batches = new SegmentBatches();
    private final List<ScriptedAgent> scripted = new ArrayList<>();
    private final Rehearsal rehearsal = new Rehearsal(this, loop);

    @AfterEach
    void end() {
        handshakes.shutdownNow();
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
        handshakes.shutdown();
        assertThat(handshakes.awaitTermination(2, TimeUnit.SECONDS)).isTrue();
        loop.run();
        assertThat(rehearsal.over()).isTrue();
    }

    @Override
    public IceAgentFactory agents() {
        return (l, config, listener) -> {
            var agent = new ScriptedAgent(listener);
            scripted.add(agent);
            return agent;
        };
    }

    @Override
    public DtlsCertificate certificate() {
        return certificate;
    }

    @Override
    public Executor handshakes() {
        return handshakes;
    }

    @Override
    public TrackRegistry tracks() {
        return tracks;
    }

    @Override
    public SegmentBatches batches() {
        return batches;
    }

    @Override
    public InstantSource clock() {
        return loop.clock();
    }

    @Override
    public PlayoutDelay playoutDelay() {
        return PlayoutDelay.UNSPECIFIED;
    }

    @Override
    public SecureRandom random() {
        return new SecureRandom();
    }

    @Override
    public void closed(TransportPeerConnection connection) {}
}
