// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.camquay.api.signaling.SignalingException;
import org.camquay.api.signaling.SignalingTarget;
import org.camquay.testkit.contract.RecordingSignalingListener;
import org.camquay.tls.SelfMade;
import org.camquay.tls.ServerIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which servers are believed. A server that is believed hears a request, and answers that it has no such page. */
@Timeout(60)
class TlsDialTest {
    private static final String BELIEVED = "HTTP status 404";
    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1");

    @TempDir
    private Path folder;

    private SelfMade certificate;
    private SSLServerSocket server;

    private ServerIdentity serve(Set<String> names, Duration ago) throws Exception {
        certificate = new SelfMade(folder.resolve("tls"), () -> Instant.now().minus(ago));
        certificate.ensure(names, Set.of());
        var identity = ServerIdentity.pem(certificate.certificate(), certificate.key());
        server = (SSLServerSocket)
                identity.context().getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        var thread = new Thread(this::answer, "answers");
        thread.setDaemon(true);
        thread.start();
        return identity;
    }

    private void answer() {
        while (!server.isClosed()) {
            try (var socket = (SSLSocket) server.accept()) {
                socket.setSoTimeout(10_000);
                socket.startHandshake();
                if (socket.getInputStream().read() >= 0) {
                    socket.getOutputStream().write("HTTP/1.1 404 None\r\nContent-Length: 0\r\n\r\n".getBytes());
                    socket.getInputStream().skip(Integer.MAX_VALUE);
                }
            } catch (IOException e) {
                // A client that does not believe goes away.
            }
        }
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private SignalingException refusal(String trustStore, String pin) throws Exception {
        var settings = new OnvifSignalingClient.Settings(
                Duration.ofSeconds(20), Duration.ofSeconds(15), new TrustSettings(trustStore, "", false));
        var client = new OnvifSignalingClient(settings);
        try {
            var url = URI.create("wss://127.0.0.1:" + server.getLocalPort());
            var target = new SignalingTarget(url, "demo", "", UUID.randomUUID(), pin);
            client.connect(target, new RecordingSignalingListener())
                    .toCompletableFuture()
                    .get(40, TimeUnit.SECONDS);
            throw new AssertionError("no such server can be joined");
        } catch (ExecutionException e) {
            return (SignalingException) e.getCause();
        } finally {
            client.close();
        }
    }

    private String store() {
        return certificate.certificate().toString();
    }

    @Test
    void connect_unknownIssuer_isRefusedForGood_withBothRemedies() throws Exception {
        var identity = serve(HERE, Duration.ZERO);
        var refusal = refusal("", "");
        assertThat(refusal.permanent()).isTrue();
        assertThat(refusal)
                .hasMessageContaining("not from an authority that is trusted here")
                .hasMessageContaining(identity.pin().toString())
                .hasMessageContaining("trustStore of " + OnvifSignalingClient.class.getName());
    }

    @Test
    void connect_ownTrustStore_believesIt() throws Exception {
        serve(HERE, Duration.ZERO);
        assertThat(refusal(store(), "")).hasMessageContaining(BELIEVED);
    }

    @Test
    void connect_otherHost_isRefusedForGood() throws Exception {
        serve(Set.of("other.example"), Duration.ZERO);
        var refusal = refusal(store(), "");
        assertThat(refusal.permanent()).isTrue();
        assertThat(refusal).hasMessageContaining("for another host than 127.0.0.1");
    }

    @Test
    void connect_datesThatDoNotFit_areSaid_andMayPass() throws Exception {
        serve(HERE, SelfMade.LASTS.plusDays(2));
        var refusal = refusal(store(), "");
        assertThat(refusal).hasMessageContaining("its certificate expired at");
        assertThat(refusal.permanent()).as("certificates are renewed").isFalse();
        server.close();
        certificate.certificate().toFile().delete();
        serve(HERE, Duration.ofDays(-3));
        refusal = refusal(store(), "");
        assertThat(refusal).hasMessageContaining("valid only from").hasMessageContaining("clock is wrong");
        assertThat(refusal.permanent()).as("clocks are set").isFalse();
    }

    @Test
    void connect_pinOfKeyOrCertificate_believesIt_whateverItsNameAndDates() throws Exception {
        var identity = serve(Set.of("other.example"), SelfMade.LASTS.plusDays(2));
        assertThat(refusal("", identity.pin().toString())).hasMessageContaining(BELIEVED);
        assertThat(refusal("", identity.fingerprint())).hasMessageContaining(BELIEVED);
        assertThat(refusal("", "0".repeat(64) + "," + identity.pin()))
                .as("the next one beside the one in use")
                .hasMessageContaining(BELIEVED);
    }

    @Test
    void connect_otherPin_isRefusedForGood_evenIfTheAuthorityIsTrusted() throws Exception {
        serve(HERE, Duration.ZERO);
        var refusal = refusal(store(), "0".repeat(64));
        assertThat(refusal.permanent()).isTrue();
        assertThat(refusal).hasMessageContaining("not the pinned one").hasMessageContaining("pin of startWebRTC");
    }

    @Test
    void connect_pinThatIsNone_isRefusedForGood() throws Exception {
        serve(HERE, Duration.ZERO);
        var refusal = refusal("", "secret");
        assertThat(refusal.permanent()).isTrue();
        assertThat(refusal).hasMessageContaining("'pin'").hasMessageContaining("sha256/");
    }
}
