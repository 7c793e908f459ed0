// SPDX-License-Identifier: Apache-2.0
package org.camquay.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.camquay.api.health.Heartbeat;
import org.camquay.api.health.Pulse;
import org.camquay.gate.Gate;
import org.camquay.gate.GateSettings;
import org.junit.jupiter.api.Test;

class LivenessTest {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private long now;
    private final Heartbeat heartbeat = new Heartbeat("net-0", tasks::add, () -> now);
    private final Liveness liveness = new Liveness();
    private final Gate gate = new Gate(GateSettings.defaults().open());

    @Test
    void heartbeat_ofAThreadThatRuns_beatsAndSleepsBetweenQuestions() {
        for (int i = 0; i < 3; i++) {
            assertThat(heartbeat.beats()).isTrue();
            now += Duration.ofSeconds(9).toNanos();
            assertThat(heartbeat.beats()).isTrue();
            assertThat(tasks).hasSize(1);
            tasks.remove().run();
            now += Duration.ofHours(9).toNanos();
        }
    }

    @Test
    void heartbeat_ofAThreadThatHangs_stopsAndBeatsAgainWhenItGoesOn() {
        heartbeat.beats();
        now += Heartbeat.PATIENCE.toNanos();
        assertThat(heartbeat.beats()).isFalse();
        tasks.remove().run();
        assertThat(heartbeat.beats()).isTrue();
    }

    @Test
    void heartbeat_ofAThreadThatEnded_doesNotBeat() {
        var ended = new Heartbeat(
                "net-1",
                task -> {
                    throw new RejectedExecutionException();
                },
                () -> now);
        assertThat(ended.beats()).isFalse();
    }

    @Test
    void check_oneStandsStill_namesItAndIgnoresABrokenBundle() throws Exception {
        Pulse broken = () -> {
            throw new NoClassDefFoundError("gone");
        };
        var readiness = new Readiness(new Commands(), gate, () -> now);
        try (var server = new ServletServer(gate, Map.of("/health/live", new HealthServlet(readiness, liveness)))) {
            liveness.pulses = List.of(broken, List::of);
            var alive = server.send("/health/live", request -> {});
            assertThat(alive.statusCode()).isEqualTo(200);
            assertThat(alive.body()).contains("UP");
            liveness.pulses = List.of(broken, () -> List.of("event loop net-0"));
            var stuck = server.send("/health/live", request -> {});
            assertThat(stuck.statusCode()).isEqualTo(503);
            assertThat(stuck.body()).contains("event loop net-0");
        }
    }

    @Test
    void drain_isNotReadyButAlive() throws Exception {
        var readiness = new Readiness(new Commands(), gate, () -> now);
        readiness.drain(Duration.ofSeconds(9));
        var servlet = new HealthServlet(readiness, liveness);
        try (var server = new ServletServer(
                gate, Map.of("/health/live", servlet, "/health/ready", servlet, "/health", servlet))) {
            assertThat(server.send("/health/live", request -> {}).statusCode()).isEqualTo(200);
            for (var path : List.of("/health", "/health/ready")) {
                var answer = server.send(path, request -> {});
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).contains("about to stop");
            }
        }
    }
}
