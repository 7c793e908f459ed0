// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camquay.dtls.RecordingListener.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.camquay.dtls.srtp.SrtpKeys;
import org.camquay.dtls.srtp.SrtpMasterKey;
import org.camquay.dtls.srtp.SrtpProfile;
import org.camquay.testkit.outside.OutsideProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The OpenSSL program as the peer, over UDP on loopback. */
class OpensslTest {

    private static final String CM = "SRTP_AES128_CM_SHA1_80";
    private static final String GCM = "SRTP_AEAD_AES_128_GCM";

    @TempDir
    Path directory;

    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final List<Process> processes = new ArrayList<>();
    private DatagramSocket socket;
    private volatile SocketAddress peer;
    private DtlsTransport transport;
    private RecordingListener listener;
    /** Whether the last flight of the handshake, the first with a Finished of the server, is to get lost once. */
    private volatile boolean losesLastFlight;
    /** Those of OpenSSL; null for its own choice. */
    private String groups;

    @BeforeEach
    void open() throws Exception {
        OutsideProgram.OPENSSL.require();
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() {
        if (transport != null) {
            transport.close();
        }
        processes.forEach(Process::destroyForcibly);
        if (socket != null) {
            socket.close();
        }
        workers.shutdownNow();
    }

    @Test
    void server_opensslClientOffersBothProfiles_exportsTheSameGcmKeys() throws Exception {
        var fingerprint = makeCertificate("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1");
        listen(DtlsRole.SERVER, fingerprint);

        Path output = openssl("s_client", "-connect", "127.0.0.1:" + socket.getLocalPort(), CM + ":" + GCM, 56);

        awaitConnected(output);
        assertThat(listener.keys.profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
        assertSameKeys(output, listener.keys.remote(), listener.keys.local());
    }

    @Test
    void server_opensslClientWithCounterModeOnly_exportsTheSameKeysAndIsTold() throws Exception {
        var fingerprint = makeCertificate("-newkey", "rsa:2048");
        listen(DtlsRole.SERVER, fingerprint);

        Path output = openssl("s_client", "-connect", "127.0.0.1:" + socket.getLocalPort(), CM, 60);

        awaitConnected(output);
        assertThat(listener.keys.profile()).isEqualTo(SrtpProfile.AES128_CM_HMAC_SHA1_80);
        assertSameKeys(output, listener.keys.remote(), listener.keys.local());
        transport.close();
        assertThat(processes.get(processes.size() - 1).waitFor(10, TimeUnit.SECONDS))
                .as("ends at close_notify")
                .isTrue();
    }

    @Test
    void client_opensslServerWithRsa_exportsTheSameKeys() throws Exception {
        var fingerprint = makeCertificate("-newkey", "rsa:2048");
        Path output = opensslServer();
        listen(DtlsRole.CLIENT, fingerprint);

        awaitConnected(output);
        assertSameKeys(output, listener.keys.local(), listener.keys.remote());
    }

    @Test
    void client_lastFlightOfOpensslLost_getsItAgain() throws Exception {
        var fingerprint = makeCertificate("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1");
        Path output = opensslServer();
        losesLastFlight = true;
        listen(DtlsRole.CLIENT, fingerprint);

        awaitConnected(output);
        assertThat(losesLastFlight).as("still to be lost").isFalse();
        assertSameKeys(output, listener.keys.local(), listener.keys.remote());
    }

    @Test
    void server_lastFlightToOpensslLost_isSentAgain() throws Exception {
        var fingerprint = makeCertificate("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1");
        losesLastFlight = true;
        listen(DtlsRole.SERVER, fingerprint);

        Path output = openssl("s_client", "-connect", "127.0.0.1:" + socket.getLocalPort(), CM, 60);

        awaitConnected(output);
        assertSameKeys(output, listener.keys.remote(), listener.keys.local());
        assertThat(losesLastFlight).as("still to be lost").isFalse();
    }

    /** P-256 is in each, since our certificate is of it (RFC 8422 §5.1). */
    @ParameterizedTest
    @CsvSource({
        "X25519:P-256, X25519",
        "P-256:X25519, prime256v1",
        "P-384:P-256, secp384r1",
        "P-521:P-384:P-256, secp384r1",
        "X448:X25519:P-256, X25519"
    })
    void server_opensslClient_getsTheFirstOfOurGroups(String ofClient, String agreed) throws Exception {
        groups = ofClient;
        var fingerprint = makeCertificate("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1");
        listen(DtlsRole.SERVER, fingerprint);
        var output = openssl("s_client", "-connect", "127.0.0.1:" + socket.getLocalPort(), CM, 60);
        awaitConnected(output);
        await("the group", () -> read(output).contains("Temp Key"));
        assertThat(read(output)).containsPattern("Temp Key: (ECDH, )?" + agreed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P-521", "X448", "brainpoolP256r1:P-521"})
    void server_opensslClientWithOtherGroupsOnly_isRefused(String ofClient) throws Exception {
        groups = ofClient;
        var fingerprint = makeCertificate("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1");
        listen(DtlsRole.SERVER, fingerprint);
        openssl("s_client", "-connect", "127.0.0.1:" + socket.getLocalPort(), CM, 60);
        await("failed", () -> listener.failure != null);
        assertThat(listener.failure).contains("handshake_failure");
    }

    @Test
    void client_opensslServerWithAnotherGroupOnly_isRefused() throws Exception {
        groups = "P-521";
        var fingerprint = makeCertificate("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1");
        opensslServer();
        listen(DtlsRole.CLIENT, fingerprint);
        await("failed", () -> listener.failure != null);
        assertThat(listener.keys).isNull();
    }

    @Test
    void server_opensslClientWithoutUseSrtp_isRefused() throws Exception {
        var fingerprint = makeCertificate("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1");
        listen(DtlsRole.SERVER, fingerprint);
        openssl("s_client", "-connect", "127.0.0.1:" + socket.getLocalPort(), null, 60);
        await("failed", () -> listener.failure != null);
        assertThat(listener.failure).contains("no common SRTP profile: the peer offers none");
    }

    private Path opensslServer() throws IOException {
        int port;
        try (var free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        Path output = openssl("s_server", "-accept", "127.0.0.1:" + port, CM, 60);
        await("s_server listens", () -> read(output).contains("ACCEPT"));
        return output;
    }

    /** Whether this datagram gets lost. */
    private boolean isLost(byte[] datagram, int length, DtlsRole from) {
        boolean lost = losesLastFlight
                && from == DtlsRole.SERVER
                && DtlsRecords.starts(datagram, 0, length).stream()
                        .anyMatch(record -> DtlsRecords.type(datagram, record) == DtlsRecords.CHANGE_CIPHER_SPEC);
        losesLastFlight &= !lost;
        return lost;
    }

    private void listen(DtlsRole role, Fingerprint remote) {
        listener = new RecordingListener(datagram -> {
            if (!isLost(datagram, datagram.length, role)) {
                send(datagram);
            }
        });
        transport = new DtlsTransport(
                Association.SERVER, DtlsParameters.of(role, List.of(remote)), workers, Association::schedule, listener);
        transport.start();
        workers.execute(() -> {
            var packet = new DatagramPacket(new byte[4096], 4096);
            while (!socket.isClosed()) {
                try {
                    packet.setLength(4096);
                    socket.receive(packet);
                    peer = packet.getSocketAddress();
                    var from = role == DtlsRole.SERVER ? DtlsRole.CLIENT : DtlsRole.SERVER;
                    if (!isLost(packet.getData(), packet.getLength(), from)) {
                        transport.receive(packet.getData(), 0, packet.getLength());
                    }
                } catch (IOException e) {
                    // Closed, or the peer is not listening yet.
                }
            }
        });
    }

    private void awaitConnected(Path output) {
        await("outcome", () -> listener.keys != null || listener.failure != null);
        assertThat(listener.keys).as("%s%n%s", listener.failure, read(output)).isNotNull();
    }

    private void send(byte[] datagram) {
        try {
            socket.send(new DatagramPacket(datagram, datagram.length, peer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path openssl(String command, String at, String address, String profiles, int exported) throws IOException {
        var line = new ArrayList<>(List.of("openssl", command, "-dtls1_2", at, address));
        line.addAll(List.of("-cert", "certificate.pem", "-key", "key.pem"));
        line.addAll(List.of("-keymatexport", "EXTRACTOR-dtls_srtp", "-keymatexportlen", "" + exported));
        if (profiles != null) {
            line.addAll(List.of("-use_srtp", profiles));
        }
        if (groups != null) {
            line.addAll(List.of("-groups", groups));
        }
        if (command.equals("s_server")) {
            line.addAll(List.of("-Verify", "1"));
        }
        Path output = directory.resolve("output.txt");
        processes.add(new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start());
        return output;
    }

    private Fingerprint makeCertificate(String... key) throws Exception {
        var line = new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes", "-days", "30", "-subj", "/CN=peer"));
        line.addAll(List.of("-keyout", "key.pem", "-out", "certificate.pem"));
        line.addAll(List.of(key));
        Process process = new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isZero();
        try (InputStream pem = Files.newInputStream(directory.resolve("certificate.pem"))) {
            byte[] encoded = CertificateFactory.getInstance("X.509")
                    .generateCertificate(pem)
                    .getEncoded();
            return Fingerprint.of("sha-384", encoded);
        }
    }

    private static void assertSameKeys(Path output, SrtpMasterKey client, SrtpMasterKey server) {
        HexFormat hex = HexFormat.of().withUpperCase();
        String expected = hex.formatHex(client.key())
                + hex.formatHex(server.key())
                + hex.formatHex(client.salt())
                + hex.formatHex(server.salt());
        assertThat(expected).hasSize(2 * SrtpKeys.exportedLength(client.profile()));
        await("the keys of OpenSSL", () -> read(output).contains("Keying material: "));
        assertThat(read(output)).contains("Keying material: " + expected);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
