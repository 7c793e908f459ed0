// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Peers that say nothing, or not enough: what they cost, and how long. Everything runs in the test's thread and time. */
class StalledPeersTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Executor DIRECT = Runnable::run;

    private final ManualTimer timer = new ManualTimer();
    private DtlsTransport client;
    private DtlsTransport server;
    private RecordingListener atClient;
    private RecordingListener atServer;

    private void connect(Consumer<byte[]> toServer, Consumer<byte[]> toClient) {
        atClient = new RecordingListener(toServer);
        atServer = new RecordingListener(toClient);
        client = client(DIRECT, atClient);
        server = server(DIRECT, atServer);
        server.start();
        client.start();
    }

    private DtlsTransport client(Executor executor, RecordingListener listener) {
        return new DtlsTransport(
                Association.CLIENT, Association.parameters(DtlsRole.CLIENT), executor, timer, listener);
    }

    private DtlsTransport server(Executor executor, RecordingListener listener) {
        return new DtlsTransport(
                Association.SERVER, Association.parameters(DtlsRole.SERVER), executor, timer, listener);
    }

    private void toServer(byte[] datagram) {
        server.receive(datagram, 0, datagram.length);
    }

    private void toClient(byte[] datagram) {
        client.receive(datagram, 0, datagram.length);
    }

    @Test
    void twoHundredOfEachKind_oneThread_theNextPeerConnects() {
        var thread = Executors.newSingleThreadExecutor();
        try {
            byte[] hello = hello();
            for (int i = 0; i < 200; i++) {
                var nothing = new RecordingListener(datagram -> {});
                server(thread, nothing).start();
                client(thread, nothing).start();
                var half = server(thread, nothing);
                half.start();
                byte[] first = Datagrams.split(hello, 100).get(0);
                half.receive(first, 0, first.length);
                var silentNow = server(thread, nothing);
                silentNow.start();
                silentNow.receive(hello, 0, hello.length);
            }
            atClient = new RecordingListener(this::toServer);
            atServer = new RecordingListener(this::toClient);
            client = client(thread, atClient);
            server = server(thread, atServer);
            server.start();
            client.start();
            RecordingListener.await("keys", () -> atClient.keys != null && atServer.keys != null);
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void server_halfAHello_computesAndSendsNothing() {
        connect(datagram -> Datagrams.split(datagram, 100).subList(0, 1).forEach(this::toServer), this::toClient);
        timer.advance(LONG);
        assertThat(atServer.sent).isEmpty();
        assertThat(atServer.failure).isEqualTo("the DTLS handshake was not finished within 15000 ms");
    }

    @Test
    void server_silentAfterHello_sendsAgainMoreAndMoreSeldomAndEnds() {
        connect(once(this::toServer), datagram -> {});
        client.close();
        assertThat(atServer.sent).hasSize(1);
        timer.advance(Duration.ofMillis(199));
        assertThat(atServer.sent).hasSize(1);
        timer.advance(Duration.ofMillis(1));
        assertThat(atServer.sent).hasSize(2);
        timer.advance(LONG);
        // After 0.2, 0.6, 1.4, 3, 6.2 and 12.6 s; at last close_notify.
        assertThat(atServer.sent).hasSize(1 + 6 + 1);
        assertThat(atServer.events()).containsExactly("failed");
        assertThat(numbers(atServer.sent)).doesNotHaveDuplicates();
        assertThat(timer.pending()).isZero();
    }

    @Test
    void server_helloRepeatedWithoutEnd_answersOnceBetweenResends() {
        connect(once(this::toServer), datagram -> {});
        byte[] hello = atClient.sent.get(0);
        for (int i = 0; i < 2_000; i++) {
            toServer(hello);
            timer.advance(Duration.ofMillis(10));
        }
        assertThat(atServer.sent).as("flights").hasSizeBetween(8, 1 + 2 * 7 + 1);
    }

    @Test
    void client_silentServer_repeatsItsHelloAndEnds() {
        connect(datagram -> {}, datagram -> {});
        timer.advance(LONG);
        assertThat(atClient.sent).filteredOn(Datagrams::isClientHello).hasSize(1 + 6);
        assertThat(atClient.failure).isEqualTo("no DTLS datagram of the peer within 15000 ms");
        assertThat(numbers(atClient.sent)).doesNotHaveDuplicates();
        assertThat(timer.pending()).isZero();
    }

    @Test
    void client_lastFlightOfServerLost_asksForItWithANewRecord() {
        var held = new ArrayList<byte[]>();
        connect(this::toServer, datagram -> {
            if (atServer.sent.size() == 2) {
                held.add(datagram);
            } else {
                toClient(datagram);
            }
        });
        assertThat(held).as("the last flight").hasSize(1);
        assertThat(atServer.events()).containsExactly("connected");
        assertThat(atClient.events()).isEmpty();
        timer.advance(Duration.ofMillis(200));
        assertThat(atClient.events()).containsExactly("connected");
        assertThat(atClient.keys.local().key()).isEqualTo(atServer.keys.remote().key());
        assertThat(numbers(atClient.sent)).doesNotHaveDuplicates();
        assertThat(timer.pending()).isZero();
    }

    @Test
    void server_noiseInTheProtectedEpoch_isBoundedAndDoesNotHinder() {
        var random = new Random(1);
        connect(
                datagram -> {
                    for (int i = 0; i < 300 && !Datagrams.isClientHello(datagram); i++) {
                        toServer(noise(random));
                    }
                    toServer(datagram);
                },
                this::toClient);
        timer.advance(Duration.ofSeconds(1));
        assertThat(atServer.events()).containsExactly("connected");
        assertThat(atClient.events()).containsExactly("connected");
    }

    /** A record of epoch 1 that nobody can read. */
    private static byte[] noise(Random random) {
        byte[] record = new byte[60];
        random.nextBytes(record);
        byte[] header = {22, (byte) 0xfe, (byte) 0xfd, 0, 1, 0, 0, 0, 0, 0, 0, 0, 47};
        System.arraycopy(header, 0, record, 0, header.length);
        return record;
    }

    private static Consumer<byte[]> once(Consumer<byte[]> next) {
        var passed = new ArrayList<byte[]>();
        return datagram -> {
            if (passed.isEmpty()) {
                passed.add(datagram);
                next.accept(datagram);
            }
        };
    }

    private byte[] hello() {
        var listener = new RecordingListener(datagram -> {});
        try (var transport = client(DIRECT, listener)) {
            transport.start();
        }
        return listener.sent.get(0);
    }

    /** Epochs and numbers of all records, which a peer accepts once. */
    private static List<Long> numbers(List<byte[]> datagrams) {
        var numbers = new ArrayList<Long>();
        for (byte[] datagram : datagrams) {
            for (int record : DtlsRecords.starts(datagram, 0, datagram.length)) {
                long epoch = DtlsRecords.epoch(datagram, record);
                numbers.add(epoch << 32 | DtlsRecords.uint(datagram, record + 7, 4));
            }
        }
        return numbers;
    }
}
