// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camquay.dtls.RecordingListener.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DtlsTransportTest {

    @Test
    void receive_beforeStart_isKeptForTheHandshake() {
        try (var association = new Association()) {
            association.client.start();
            await("ClientHello", () -> !association.atClient.sent.isEmpty());
            association.server.start();
            association.awaitConnected();
        }
    }

    @Test
    void receive_tooMany_areDroppedAndNothingBlocks() {
        byte[] alert = {21, (byte) 0xfe, (byte) 0xfd, 0, 9, 0, 0, 0, 0, 0, 1, 0, 2, 1, 0};
        try (var association = new Association()) {
            int taken = 0;
            for (int i = 0; i < 1000; i++) {
                taken += association.server.receive(alert, 0, alert.length) ? 1 : 0;
            }
            assertThat(taken).isBetween(32, 256);
        }
    }

    @Test
    void close_connected_tellsThePeerOnce() {
        try (var association = new Association().start().awaitConnected()) {
            association.client.close();
            association.client.close();
            await("closed", () -> association.atServer.events().contains("closed"));
            await("closed", () -> association.client.state() == DtlsTransportState.CLOSED);
            assertThat(association.atServer.events()).containsExactly("connected", "closed");
            assertThat(association.atClient.events()).containsExactly("connected");
            assertThat(association.server.state()).isEqualTo(DtlsTransportState.CLOSED);
            assertThat(association.server.receive(new byte[20], 0, 20)).isFalse();
        }
    }

    @Test
    void close_duringHandshake_endsItAtOnce() {
        try (var association = new Association(
                Association.parameters(DtlsRole.CLIENT),
                Association.parameters(DtlsRole.SERVER),
                (datagram, next) -> {})) {
            association.start();
            await("ClientHello", () -> !association.atClient.sent.isEmpty());
            long start = System.nanoTime();
            association.client.close();
            association.server.close();
            await(
                    "closed",
                    () -> association.client.state() == DtlsTransportState.CLOSED
                            && association.server.state() == DtlsTransportState.CLOSED);
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(10));
            assertThat(association.atClient.events()).isEmpty();
            assertThat(association.client.state()).isEqualTo(DtlsTransportState.CLOSED);
        }
    }

    @Test
    void connected_manyPeers_holdNoThread() {
        try (var first = new Association().start().awaitConnected();
                var second = new Association().start().awaitConnected()) {
            await("free", () -> ((ThreadPoolExecutor) first.workers).getActiveCount() == 0);
            await("free", () -> ((ThreadPoolExecutor) second.workers).getActiveCount() == 0);
            assertThat(first.server.state()).isEqualTo(DtlsTransportState.CONNECTED);
        }
    }

    @Test
    void applicationData_connected_crossesBothWays() {
        try (var association = new Association().start().awaitConnected()) {
            byte[] hello = "hello".getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 20; i++) {
                assertThat(association.client.sendApplicationData(hello.clone()))
                        .isTrue();
                assertThat(association.server.sendApplicationData(hello.clone()))
                        .isTrue();
            }
            await("messages", () -> association.atServer.messages.size() == 20);
            await("messages", () -> association.atClient.messages.size() == 20);
            assertThat(association.atServer.messages.get(0)).isEqualTo(hello);
        }
    }

    @Test
    void connected_garbage_keepsTheAssociation() {
        var random = new Random(6347);
        try (var association = new Association().start().awaitConnected()) {
            byte[] example = association.atClient.sent.get(association.atClient.sent.size() - 1);
            for (int i = 0; i < 500; i++) {
                association.toServer(Datagrams.garbage(random, example));
            }
            byte[] hello = {1, 2, 3};
            await("data through", () -> {
                association.client.sendApplicationData(hello);
                return !association.atServer.messages.isEmpty();
            });
            assertThat(association.atServer.events()).containsExactly("connected");
        }
    }

    @Test
    void start_executorRejects_failsWithTheReason() {
        var listener = new RecordingListener(datagram -> {});
        var transport = new DtlsTransport(
                Association.SERVER,
                Association.parameters(DtlsRole.SERVER),
                task -> {
                    throw new RejectedExecutionException();
                },
                Association::schedule,
                listener);
        transport.start();
        assertThat(listener.failure).contains("no thread is free");
        transport.close();
    }

    @Test
    void selfTest_oneThread_succeedsAndFreesIt() {
        var pool = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(100));
        try {
            assertThat(DtlsSelfTest.run(Association.SERVER, pool).toCompletableFuture())
                    .succeedsWithin(Duration.ofSeconds(20));
            await("threads free", () -> pool.getActiveCount() == 0);
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void selfTest_noThread_saysSo() {
        var pool = Executors.newSingleThreadExecutor();
        pool.shutdown();
        assertThat(DtlsSelfTest.run(Association.SERVER, pool).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("DTLS self-test");
    }
}
