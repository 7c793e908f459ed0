// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.camquay.itests.harness.Await;
import org.camquay.itests.harness.Launched;
import org.camquay.itests.harness.Product;
import org.camquay.itests.harness.SecureApi;
import org.camquay.itests.harness.Workspace;
import org.camquay.testkit.TestCertificate;
import org.camquay.testkit.outside.OutsideProgram;
import org.junit.jupiter.api.Test;

/** The port speaks TLS: with a certificate of the server's own, or from files that are replaced. */
class TlsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void demo_withItsOwnCertificate_servesOverTls_alsoItsOwnCamera() throws Exception {
        OutsideProgram.OPENSSL.require();
        try (var product = Product.demo("--tls", "--tls-name", "camera.test")) {
            assertThat(product.url().getScheme()).isEqualTo("https");
            var api = new SecureApi(product.url());
            assertThat(api.get("/health").statusCode()).isEqualTo(200);
            assertThat(api.get("/play/demo").body()).contains("<video");
            assertThat(api.get("/play/demo").headers().firstValue("Strict-Transport-Security"))
                    .as("a browser that was told so could not be let in by hand any more")
                    .isEmpty();
            assertThat(product.output().get(0))
                    .startsWith("Certificate: SHA-256 ")
                    .endsWith("pin " + api.pin());
            assertThat(product.log()).contains("TLS certificate loaded", api.pin());

            var shown = openssl("s_client -connect 127.0.0.1:" + product.port()
                    + " </dev/null 2>/dev/null | openssl x509 -noout -fingerprint -sha256 -ext subjectAltName");
            assertThat(shown).contains("camera.test", "IP Address:127.0.0.1");
            assertThat(product.output().get(0))
                    .contains(shown.lines().findFirst().orElseThrow().replaceFirst(".*=", ""));
            for (var version : List.of("-tls1_2", "-tls1_3")) {
                assertThat(openssl("s_client -brief " + version + " -connect 127.0.0.1:" + product.port()
                                + " </dev/null 2>&1"))
                        .contains("Protocol version");
            }
            assertThat(openssl("s_client -brief -tls1_1 -cipher ALL@SECLEVEL=0 -connect 127.0.0.1:" + product.port()
                            + " </dev/null 2>&1"))
                    .doesNotContain("Protocol version");

            exec(product);
        }
    }

    private static void exec(Product product) {
        var port = "" + product.port();
        Await.until(
                "the demo's camera is in its room",
                PATIENCE,
                () -> Launched.run("exec", "--tls", "--port", port, "listConfig")
                        .out()
                        .contains("\"Connected\""));
        var etc = product.etc().toString();
        var known = Launched.run("exec", "--tls", "--etc", etc, "--port", port, "getCertificate");
        assertThat(known.code()).as(known.err()).isZero();
        var other = Launched.run("exec", "--tls", "--pin", "0".repeat(64), "--port", port, "version");
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.err()).contains("not the pinned one", "--pin");
        var plain = Launched.run("exec", "--port", port, "version");
        assertThat(plain.code()).isEqualTo(1);
        assertThat(plain.err()).contains("add --tls");
    }

    private static String openssl(String words) throws Exception {
        var process = new ProcessBuilder("sh", "-c", "openssl " + words).start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return said;
    }

    /** Counts what comes. */
    private static final class Listening implements WebSocket.Listener {
        final AtomicInteger pongs = new AtomicInteger();
        final AtomicInteger ends = new AtomicInteger();

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            pongs.incrementAndGet();
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            ends.incrementAndGet();
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            ends.incrementAndGet();
        }
    }

    @Test
    void start_filesReplaced_newConnectionsSeeTheNewOne_andAnOpenSocketStays() throws Exception {
        var folder = Workspace.temporary("certificates");
        var chain = folder.resolve("chain.pem");
        var key = folder.resolve("key.pem");
        var one = made(folder, "one");
        one.writeTo(chain, key);
        try (var product = Product.start(
                Workspace.temporary("etc"), "--tls-certificate", chain.toString(), "--tls-key", key.toString())) {
            var first = new SecureApi(product.url());
            assertThat(first.get("/health").statusCode()).isEqualTo(200);
            var listening = new Listening();
            var socket = first.signaling(listening);

            Files.writeString(chain, one.certificatePem().substring(0, 300));
            Await.until(
                    "the half file is warned of", PATIENCE, () -> product.log().contains("the old one stays"));
            assertThat(seen(product)).isEqualTo(first.pin());

            var two = made(folder, "two");
            replace(key, two.keyPem());
            replace(chain, two.certificatePem());
            Await.until(
                    "new connections see the new key",
                    PATIENCE,
                    () -> !seen(product).equals(first.pin()));
            socket.sendPing(ByteBuffer.wrap(new byte[1])).get();
            Await.until("the open socket answers", PATIENCE, () -> listening.pongs.get() == 1);
            assertThat(listening.ends).hasValue(0);
            socket.abort();
            assertThat(product.log()).doesNotContain("PRIVATE KEY").doesNotContain("Exception");
        }
    }

    private static String seen(Product product) {
        var api = new SecureApi(product.url());
        api.get("/health");
        return api.pin();
    }

    private static TestCertificate made(Path folder, String name) throws Exception {
        return TestCertificate.make(folder, "EC", name);
    }

    private static void replace(Path file, String text) throws IOException {
        var next = Files.writeString(file.resolveSibling("next"), text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void startWebRTC_serversThatAreNotKnown_areRefusedWithTheReason() throws Exception {
        var etc = Workspace.temporary("etc");
        try (var product = Product.start(etc, "--tls")) {
            var api = new SecureApi(product.url());
            api.get("/health");
            room(product, "stranger");
            room(product, "other", "pin=" + "0".repeat(64));
            room(product, "known", "pin=" + api.pin());
            Await.until(
                    "the pinned one is joined", PATIENCE, () -> config(product).contains("waits for peers as known"));
            Await.until(
                    "the others are refused",
                    PATIENCE,
                    () -> config(product).contains("not from an authority that is trusted here")
                            && config(product).contains("not the pinned one"));
            assertThat(config(product)).doesNotContain("waits for peers as other", "waits for peers as stranger");
        }
    }

    private static void room(Product product, String room, String... more) {
        var words = new ArrayList<>(List.of(
                "exec",
                "--tls",
                "--port",
                "" + product.port(),
                "startWebRTC",
                "ersIP=127.0.0.1",
                "ersPort=" + product.port(),
                "ersOverSsl=1",
                "roomID=" + room));
        words.addAll(List.of(more));
        var done = Launched.run(words.toArray(String[]::new));
        assertThat(done.code()).as(done.out() + done.err()).isZero();
    }

    private static String config(Product product) {
        return Launched.run("exec", "--tls", "--port", "" + product.port(), "listConfig")
                .out();
    }

    @Test
    void start_wrongFiles_areSaidAndNothingStarts() throws Exception {
        var folder = Workspace.temporary("certificates");
        made(folder, "one").writeTo(folder.resolve("chain.pem"), folder.resolve("one.key"));
        made(folder, "two").writeTo(folder.resolve("other.pem"), folder.resolve("key.pem"));
        var refused = Launched.run(
                "start",
                "--etc",
                Workspace.temporary("etc").toString(),
                "--port",
                "0",
                "--tls-certificate",
                folder.resolve("chain.pem").toString(),
                "--tls-key",
                folder.resolve("key.pem").toString());
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .contains("chain.pem", "the key is not the certificate's")
                .doesNotContain("Exception");
    }
}
