// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.camquay.dtls.srtp.SrtpProfile;

/** A client and a server joined by a network that a test may spoil. */
final class Association implements AutoCloseable {

    static final DtlsCertificate CLIENT = DtlsCertificate.generate(InstantSource.system());
    static final DtlsCertificate SERVER = DtlsCertificate.generate(InstantSource.system());

    private static final ScheduledExecutorService TIMER = Executors.newScheduledThreadPool(1, task -> {
        var thread = new Thread(task, "timer");
        thread.setDaemon(true);
        return thread;
    });

    final ExecutorService workers = Executors.newCachedThreadPool();
    final RecordingListener atClient;
    final RecordingListener atServer;
    final DtlsTransport client;
    final DtlsTransport server;

    Association() {
        this(parameters(DtlsRole.CLIENT), parameters(DtlsRole.SERVER), (datagram, next) -> next.accept(datagram));
    }

    /** @param network gets each datagram and who is to receive it */
    Association(DtlsParameters ofClient, DtlsParameters ofServer, BiConsumer<byte[], Consumer<byte[]>> network) {
        atClient = new RecordingListener(datagram -> network.accept(datagram, this::toServer));
        atServer = new RecordingListener(datagram -> network.accept(datagram, this::toClient));
        client = new DtlsTransport(CLIENT, ofClient, workers, Association::schedule, atClient);
        server = new DtlsTransport(SERVER, ofServer, workers, Association::schedule, atServer);
    }

    static DtlsParameters parameters(DtlsRole role) {
        return parameters(role, Duration.ofSeconds(15), 1200, SrtpProfile.values());
    }

    static DtlsParameters parameters(DtlsRole role, Duration timeout, int datagramSize, SrtpProfile... profiles) {
        var remote = role == DtlsRole.CLIENT ? SERVER : CLIENT;
        return new DtlsParameters(role, List.of(remote.fingerprint()), List.of(profiles), timeout, datagramSize);
    }

    /** A timer of real time. */
    static Runnable schedule(Runnable task, Duration delay) {
        var future = TIMER.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        return () -> future.cancel(false);
    }

    void toServer(byte[] datagram) {
        server.receive(datagram, 0, datagram.length);
    }

    void toClient(byte[] datagram) {
        client.receive(datagram, 0, datagram.length);
    }

    Association start() {
        server.start();
        client.start();
        return this;
    }

    Association awaitConnected() {
        RecordingListener.await(
                "connected; client " + atClient.failure + ", server " + atServer.failure,
                () -> atClient.keys != null && atServer.keys != null
                        || atClient.failure != null
                        || atServer.failure != null);
        if (atClient.failure != null || atServer.failure != null) {
            throw new AssertionError("client: " + atClient.failure + ", server: " + atServer.failure);
        }
        return this;
    }

    Association awaitFailed() {
        RecordingListener.await("both failed", () -> atClient.failure != null && atServer.failure != null);
        return this;
    }

    @Override
    public void close() {
        client.close();
        server.close();
        workers.shutdown();
    }
}
