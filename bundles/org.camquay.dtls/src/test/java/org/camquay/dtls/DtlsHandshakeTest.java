// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camquay.dtls.RecordingListener.await;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.camquay.dtls.srtp.SrtpProfile;
import org.camquay.dtls.srtp.SrtpReceiver;
import org.camquay.dtls.srtp.SrtpSender;
import org.junit.jupiter.api.Test;

class DtlsHandshakeTest {

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
                    next.accept(Datagrams.garbage(random, datagram));
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
            assertThat(association.atServer.sent).as("fragments").anySatisfy(Datagrams::assertFragment);
        }
    }

    @Test
    void handshake_clientHelloInFragments_isReassembled() {
        try (var association = spoiled((datagram, next) -> {
            if (Datagrams.isClientHello(datagram)) {
                Datagrams.split(datagram, 60).forEach(next);
            } else {
                next.accept(Datagrams.renumbered(datagram));
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
            if (Datagrams.isClientHello(datagram)) {
                next.accept(datagram);
            }
        })) {
            association.start();
            await("failed", () -> association.atServer.failure != null);
            assertThat(association.atServer.failure).isEqualTo("the DTLS handshake was not finished within 700 ms");
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
}
