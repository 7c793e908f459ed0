// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camquay.dtls.RecordingListener.await;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.camquay.dtls.srtp.SrtpProfile;
import org.camquay.dtls.srtp.SrtpReceiver;
import org.camquay.dtls.srtp.SrtpSender;
import org.junit.jupiter.api.Test;

class DtlsTransportTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    @Test
    void handshake_goodNetwork_givesMatchingKeysOfTheBestProfile() {
        try (var association = new Association().start().awaitConnected()) {
            var client = association.atClient.keys;
            var server = association.atServer.keys;
            assertThat(server.profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
            assertThat(client.local().key())
                    .isEqualTo(server.remote().key())
                    .isNotEqualTo(server.local().key());
            assertThat(client.local().salt()).isEqualTo(server.remote().salt());
            assertThat(client.remote().key()).isEqualTo(server.local().key());
            byte[] packet = new byte[64];
            packet[0] = (byte) 0x80;
            int sealed = new SrtpSender(server.local()).protect(packet, 0, 40);
            assertThat(new SrtpReceiver(client.remote()).unprotect(packet, 0, sealed))
                    .isEqualTo(40);
            assertThat(client.toString()).doesNotContain("[B@");
        }
    }

    @Test
    void handshake_clientPrefersCounterMode_serverStillChoosesGcm() {
        var ofClient = Association.parameters(
                DtlsRole.CLIENT, TIMEOUT, 1200, SrtpProfile.AES128_CM_HMAC_SHA1_80, SrtpProfile.AEAD_AES_128_GCM);
        try (var association = new Association(ofClient, Association.parameters(DtlsRole.SERVER), clean())) {
            association.start().awaitConnected();
            assertThat(association.atClient.keys.profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
        }
    }

    @Test
    void handshake_onlyCounterModeInCommon_takesIt() {
        var ofClient = Association.parameters(DtlsRole.CLIENT, TIMEOUT, 1200, SrtpProfile.AES128_CM_HMAC_SHA1_80);
        try (var association = new Association(ofClient, Association.parameters(DtlsRole.SERVER), clean())) {
            association.start().awaitConnected();
            assertThat(association.atServer.keys.profile()).isEqualTo(SrtpProfile.AES128_CM_HMAC_SHA1_80);
            assertThat(association.atServer.keys.local().salt()).hasSize(14);
        }
    }

    @Test
    void handshake_thirtyPercentLost_succeeds() {
        for (int seed = 1; seed <= 4; seed++) {
            var random = new Random(seed);
            try (var association =
                    new Association(patient(DtlsRole.CLIENT), patient(DtlsRole.SERVER), (datagram, next) -> {
                        synchronized (random) {
                            if (random.nextInt(100) < 30) {
                                return;
                            }
                        }
                        next.accept(datagram);
                    })) {
                association.start().awaitConnected();
                assertThat(association.atClient.keys.local().key())
                        .isEqualTo(association.atServer.keys.remote().key());
            }
        }
    }

    @Test
    void handshake_reorderedAndDoubled_succeeds() {
        var random = new Random(9147);
        var held = new ArrayList<Runnable>();
        // Small datagrams, so that there is something to reorder.
        var ofClient = Association.parameters(DtlsRole.CLIENT, TIMEOUT, 256, SrtpProfile.values());
        var ofServer = Association.parameters(DtlsRole.SERVER, TIMEOUT, 256, SrtpProfile.values());
        try (var association = new Association(ofClient, ofServer, (datagram, next) -> {
            synchronized (held) {
                if (random.nextInt(3) == 0) {
                    held.add(() -> next.accept(datagram));
                    return;
                }
                next.accept(datagram);
                next.accept(datagram);
                held.forEach(Runnable::run);
                held.clear();
            }
        })) {
            association.start().awaitConnected();
        }
    }

    @Test
    void handshake_garbageBetween_succeeds() {
        var random = new Random(5764);
        try (var association = spoiled((datagram, next) -> {
            synchronized (random) {
                for (int i = 0; i < 3; i++) {
                    next.accept(garbage(random, datagram));
                }
            }
            next.accept(datagram);
        })) {
            association.start().awaitConnected();
        }
    }

    @Test
    void handshake_smallDatagrams_fragmentsAndReassembles() {
        var ofClient = Association.parameters(DtlsRole.CLIENT, TIMEOUT, 256, SrtpProfile.values());
        var ofServer = Association.parameters(DtlsRole.SERVER, TIMEOUT, 256, SrtpProfile.values());
        try (var association =
                new Association(ofClient, ofServer, clean()).start().awaitConnected()) {
            assertThat(association.atServer.sent)
                    .allSatisfy(datagram -> assertThat(datagram).hasSizeLessThanOrEqualTo(256));
            assertThat(association.atServer.sent).as("fragments").anySatisfy(DtlsTransportTest::assertFragment);
        }
    }

    @Test
    void handshake_clientHelloInFragments_isReassembled() {
        try (var association = spoiled((datagram, next) -> {
            if (isClientHello(datagram)) {
                split(datagram, 60).forEach(next);
            } else {
                next.accept(renumbered(datagram));
            }
        })) {
            association.start().awaitConnected();
        }
    }

    @Test
    void handshake_fragmentOfHugeMessage_isTurnedAway() {
        byte[] datagram = ByteBuffer.allocate(13 + 12 + 10)
                .put(new byte[] {22, (byte) 0xfe, (byte) 0xfd, 0, 0, 0, 0, 0, 0, 0, 1, 0, 22})
                .put(new byte[] {1, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0, 0, 0, 0, 0, 0, 0, 10})
                .array();
        try (var association = new Association()) {
            assertThat(association.server.receive(datagram, 0, datagram.length)).isFalse();
            datagram[14] = 0;
            datagram[15] = 1;
            assertThat(association.server.receive(datagram, 0, datagram.length)).isTrue();
        }
    }

    @Test
    void handshake_wrongCertificateOfClient_endsBothWithTheReason() {
        var other = Fingerprint.of("sha-256", new byte[] {1});
        var ofServer = DtlsParameters.of(DtlsRole.SERVER, List.of(other));
        try (var association = new Association(Association.parameters(DtlsRole.CLIENT), ofServer, clean())) {
            association.start().awaitFailed();
            assertThat(association.atServer.failure)
                    .contains(other.toString(), Association.CLIENT.fingerprint().toString());
            assertThat(association.atClient.failure).contains("alert bad_certificate");
            assertThat(association.server.state()).isEqualTo(DtlsTransportState.FAILED);
            assertThat(association.atClient.keys).isNull();
            assertThat(association.atServer.keys).isNull();
        }
    }

    @Test
    void handshake_wrongCertificateOfServer_endsBothWithTheReason() {
        var other = Fingerprint.of("sha-512", new byte[] {1});
        var ofClient = DtlsParameters.of(DtlsRole.CLIENT, List.of(other));
        try (var association = new Association(ofClient, Association.parameters(DtlsRole.SERVER), clean())) {
            association.start().awaitFailed();
            assertThat(association.atClient.failure).contains(other.toString(), "got sha-512 ");
            assertThat(association.atServer.failure).contains("alert bad_certificate");
        }
    }

    @Test
    void handshake_noCommonProfile_endsBothWithTheReason() {
        var ofClient = Association.parameters(DtlsRole.CLIENT, TIMEOUT, 1200, SrtpProfile.AES128_CM_HMAC_SHA1_80);
        var ofServer = Association.parameters(DtlsRole.SERVER, TIMEOUT, 1200, SrtpProfile.AEAD_AES_128_GCM);
        try (var association =
                new Association(ofClient, ofServer, clean()).start().awaitFailed()) {
            assertThat(association.atServer.failure)
                    .contains("no common SRTP profile", "AES128_CM_HMAC_SHA1_80", "AEAD_AES_128_GCM");
            assertThat(association.atClient.failure).contains("alert handshake_failure");
        }
    }

    @Test
    void handshake_silentPeer_timesOut() {
        var ofClient = Association.parameters(DtlsRole.CLIENT, Duration.ofMillis(700), 1200, SrtpProfile.values());
        var ofServer = Association.parameters(DtlsRole.SERVER, Duration.ofMillis(700), 1200, SrtpProfile.values());
        try (var association = new Association(ofClient, ofServer, (datagram, next) -> {})
                .start()
                .awaitFailed()) {
            assertThat(association.atClient.failure).isEqualTo("no DTLS datagram of the peer within 700 ms");
            assertThat(association.atServer.failure).isEqualTo("no DTLS datagram of the peer within 700 ms");
            assertThat(association.atClient.sent).as("resent after 200 ms").hasSizeGreaterThan(1);
        }
    }

    @Test
    void handshake_peerFallsSilent_timesOut() {
        var ofServer = Association.parameters(DtlsRole.SERVER, Duration.ofMillis(700), 1200, SrtpProfile.values());
        try (var association = new Association(Association.parameters(DtlsRole.CLIENT), ofServer, (datagram, next) -> {
            if (isClientHello(datagram)) {
                next.accept(datagram);
            }
        })) {
            association.start();
            await("failed", () -> association.atServer.failure != null);
            assertThat(association.atServer.failure).isEqualTo("the DTLS handshake was not finished within 700 ms");
        }
    }

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
    void close_duringHandshake_freesTheThreadAtOnce() {
        try (var association = spoiled((datagram, next) -> {})) {
            association.start();
            await("ClientHello", () -> !association.atClient.sent.isEmpty());
            long start = System.nanoTime();
            association.client.close();
            association.server.close();
            await("closed", () -> ((ThreadPoolExecutor) association.workers).getActiveCount() == 0);
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
                association.toServer(garbage(random, example));
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
                listener);
        transport.start();
        assertThat(listener.failure).contains("no thread is free");
        transport.close();
    }

    @Test
    void selfTest_twoThreads_succeedsAndFreesThem() {
        var pool = new ThreadPoolExecutor(2, 2, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(100));
        try {
            assertThat(DtlsSelfTest.run(Association.SERVER, pool).toCompletableFuture())
                    .succeedsWithin(Duration.ofSeconds(20));
            await("threads free", () -> pool.getActiveCount() == 0);
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void selfTest_oneThreadOnly_saysSo() {
        var pool = Executors.newSingleThreadExecutor();
        try {
            assertThat(DtlsSelfTest.run(Association.SERVER, pool, Duration.ofMillis(500))
                            .toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableOfType(ExecutionException.class)
                    .withMessageContaining("DTLS self-test");
        } finally {
            pool.shutdown();
        }
    }

    /** For a network so bad that 15 s fail once in some hundred times. */
    private static DtlsParameters patient(DtlsRole role) {
        return Association.parameters(role, Duration.ofSeconds(60), 1200, SrtpProfile.values());
    }

    private static Association spoiled(BiConsumer<byte[], Consumer<byte[]>> network) {
        return new Association(
                Association.parameters(DtlsRole.CLIENT), Association.parameters(DtlsRole.SERVER), network);
    }

    private static BiConsumer<byte[], Consumer<byte[]>> clean() {
        return (datagram, next) -> next.accept(datagram);
    }

    /** Random bytes, or a true datagram with its payload spoiled, cut or in another epoch. */
    private static byte[] garbage(Random random, byte[] datagram) {
        byte[] bytes = new byte[1 + random.nextInt(200)];
        random.nextBytes(bytes);
        switch (random.nextInt(3)) {
            case 0 -> bytes[0] = (byte) (20 + random.nextInt(44));
            case 1 -> {
                bytes = Arrays.copyOf(datagram, datagram.length - 1 - random.nextInt(datagram.length - 1));
            }
            default -> {
                bytes = datagram.clone();
                bytes[3] = (byte) (1 + random.nextInt(100));
            }
        }
        return bytes;
    }

    private static void assertFragment(byte[] datagram) {
        var bytes = ByteBuffer.wrap(datagram);
        assertThat(datagram[0]).isEqualTo((byte) 22);
        assertThat(bytes.getInt(13) & 0xffffff).isGreaterThan(bytes.getInt(21) & 0xffffff);
    }

    private static boolean isClientHello(byte[] datagram) {
        return datagram[0] == 22 && datagram[4] == 0 && datagram[13] == 1;
    }

    /** Cuts a ClientHello into fragments, each a record of its own in a datagram of its own. */
    private static List<byte[]> split(byte[] datagram, int size) {
        int length = datagram.length - 25;
        var fragments = new ArrayList<byte[]>();
        for (int at = 0; at < length; at += size) {
            int part = Math.min(size, length - at);
            byte[] fragment = ByteBuffer.allocate(25 + part)
                    .put(datagram, 0, 11)
                    .putShort((short) (12 + part))
                    .put(datagram, 13, 6)
                    .put((byte) 0)
                    .putShort((short) at)
                    .put((byte) 0)
                    .putShort((short) part)
                    .put(datagram, 25 + at, part)
                    .array();
            fragments.add(renumber(fragment, 0, fragments.size()));
        }
        return fragments;
    }

    /** Makes room in the sequence numbers of all unprotected records for the fragments. */
    private static byte[] renumbered(byte[] datagram) {
        byte[] copy = datagram.clone();
        for (int at = 0; at < copy.length; at += 13 + ByteBuffer.wrap(copy).getShort(at + 11)) {
            if (copy[at + 4] == 0) {
                renumber(copy, at, 0);
            }
        }
        return copy;
    }

    private static byte[] renumber(byte[] datagram, int at, int fragment) {
        datagram[at + 10] = (byte) (datagram[at + 10] * 8 + fragment);
        return datagram;
    }
}
