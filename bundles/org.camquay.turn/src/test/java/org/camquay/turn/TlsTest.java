// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camquay.turn.Answers.code;
import static org.camquay.turn.Answers.relayed;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.camquay.testkit.Await;
import org.camquay.testkit.FakeClock;
import org.camquay.testkit.TestCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private final FakeClock clock = new FakeClock();
    private TestCertificate certificate;
    private TestServer server;
    private TestPeer peer;
    private int port;

    @BeforeEach
    void start() throws Exception {
        certificate = TestCertificate.make(folder, "EC", "first");
        certificate.writeTo(folder.resolve("chain.pem"), folder.resolve("key.pem"));
        try (var free = new ServerSocket(0, 1, TestServer.LOOPBACK)) {
            port = free.getLocalPort();
        }
        server = TestServer.start(
                new TurnClock(clock, clock::nanoTime),
                "tlsPort",
                port,
                "certificate",
                folder.resolve("chain.pem").toString(),
                "key",
                folder.resolve("key.pem").toString());
        peer = new TestPeer();
    }

    @AfterEach
    void stop() {
        peer.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void tls_client_relaysBothWays(String version) throws Exception {
        try (var socket = certificate.connect(port)) {
            socket.setEnabledProtocols(new String[] {version});
            var client = TestClient.stream(socket);
            var relay = relayed(client.allocate());
            assertThat(code(client.bind(0x4000, peer.address()))).isZero();
            for (int length : new int[] {1, 1200, 16_000}) {
                client.sendChannel(0x4000, new byte[length]);
                assertThat(peer.receive()).hasSize(length);
                peer.send(new byte[length], relay);
                assertThat(client.channelPayload()).hasSize(length);
            }
            // Larger than a TLS record.
            peer.send(new byte[40_000], relay);
            assertThat(client.channelPayload()).hasSize(40_000);
        }
        Await.until(SOON, "the allocation ends", () -> server.inUse() == 0);
    }

    @Test
    void tls_garbage_isClosedAndCounted() throws IOException {
        try (var socket = new Socket(TestServer.LOOPBACK, port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(new byte[100]);
            while (socket.getInputStream().read() >= 0) {
                // An alert may come first.
                assertThat(socket.isConnected()).isTrue();
            }
        }
        assertThat(server.count(Count.TLS_FAILURES)).isEqualTo(1);
    }

    @Test
    void tls_silentClient_isClosedInTime() throws IOException {
        try (var socket = new Socket(TestServer.LOOPBACK, port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(new byte[] {0x16, 3, 1});
            Await.until(SOON, "it is open", () -> server.count(Count.CONNECTIONS) == 1);
            clock.advance(Duration.ofNanos(StreamLink.HANDSHAKE_NANOS).plusSeconds(1));
            while (socket.getInputStream().read() >= 0) {
                assertThat(socket.isConnected()).isTrue();
            }
        }
        assertThat(server.count(Count.HANDSHAKE_TIMEOUTS)).isEqualTo(1);
    }

    @Test
    void certificate_replaced_isServedToNewClientsAndOldOnesStay() throws Exception {
        var second = TestCertificate.make(folder, "RSA", "second");
        try (var old = TestClient.stream(certificate.connect(port))) {
            old.allocate();
            write(second, Instant.now().plusSeconds(10));
            clock.advance(Duration.ofSeconds(6));
            Await.until(SOON, "the new certificate is served", () -> serves(second));
            assertThat(serves(certificate)).isFalse();
            assertThat(code(old.refresh(600))).isZero();
        }
    }

    @Test
    void certificate_ofAnotherKeyOrBroken_leavesTheOldOne() throws Exception {
        var chain = folder.resolve("chain.pem");
        var second = TestCertificate.make(folder, "EC", "second");
        var certificates = new Certificates(chain, folder.resolve("key.pem"));
        for (String text : new String[] {second.certificatePem(), "nonsense", ""}) {
            Files.writeString(chain, text);
            certificates.refresh();
            assertThat(certificates.generation()).isEqualTo(1);
        }
        Files.delete(chain);
        certificates.refresh();
        second.writeTo(chain, folder.resolve("key.pem"));
        certificates.refresh();
        assertThat(certificates.generation()).isEqualTo(2);
    }

    @Test
    void start_withoutFiles_saysWhatIsMissing() {
        assertThatThrownBy(() -> TestServer.start("tlsPort", port)).hasMessageContaining("certificate and key");
        assertThatThrownBy(() -> TestServer.start("tlsPort", port, "certificate", "/none.pem", "key", "/none.pem"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/none.pem");
    }

    private void write(TestCertificate other, Instant modified) throws IOException {
        other.writeTo(folder.resolve("chain.pem"), folder.resolve("key.pem"));
        for (var name : new String[] {"chain.pem", "key.pem"}) {
            Files.setLastModifiedTime(folder.resolve(name), FileTime.from(modified));
        }
    }

    private boolean serves(TestCertificate expected) {
        try (var socket = expected.connect(port)) {
            socket.startHandshake();
            return true;
        } catch (Exception refused) {
            return false;
        }
    }
}
