// SPDX-License-Identifier: Apache-2.0
package org.camquay.http.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.camquay.testkit.TestCertificate;
import org.camquay.tls.Pem;
import org.camquay.tls.Pin;
import org.camquay.tls.Trust;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.DefaultHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Jetty as Felix sets it up: with an HTTPS connector that has no certificate. */
class TlsConnectorTest {
    @TempDir
    private Path folder;

    private final Server server = new Server();
    private Instant now = Instant.now();
    private ServerConnector port;
    private TlsConnector connector;

    @BeforeEach
    void startAsFelixDoes() throws Exception {
        server.setHandler(new DefaultHandler());
        server.start();
        port = new ServerConnector(
                server,
                new SslConnectionFactory(new SslContextFactory.Server(), "http/1.1"),
                new HttpConnectionFactory());
        port.setHost("127.0.0.1");
        server.addConnector(port);
        port.start();
    }

    private void give(Map<String, String> settings) throws Exception {
        connector = new TlsConnector(config(settings), () -> now);
        var given = connector.createConnector(server);
        assertThat(given).as("the same one, with what others have set on it").isSameAs(port);
        server.addConnector(given);
        given.start();
    }

    private TlsConnector.Config config(Map<String, String> settings) {
        return (TlsConnector.Config) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {TlsConnector.Config.class},
                (proxy, method, arguments) -> method.getName().equals("folder")
                        ? folder.resolve("tls").toString()
                        : settings.getOrDefault(method.getName(), "").isEmpty()
                                ? method.getDefaultValue()
                                : settings.get(method.getName()));
    }

    @AfterEach
    void stop() throws Exception {
        if (connector != null) {
            connector.close();
        }
        server.stop();
    }

    private final class Client implements AutoCloseable {
        private final SSLSocket socket;
        private final BufferedReader in;

        Client(Pin pin, String... protocols) throws IOException {
            var context = Trust.pinned(List.of(pin), "the pin");
            socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port.getLocalPort());
            socket.setSoTimeout(20_000);
            if (protocols.length > 0) {
                socket.setEnabledProtocols(protocols);
            }
            socket.startHandshake();
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        }

        /** One request of many on this connection. */
        String status() throws IOException {
            socket.getOutputStream().write("GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes());
            var status = in.readLine();
            int length = 0;
            for (var line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                if (line.toLowerCase().startsWith("content-length:")) {
                    length = Integer.parseInt(line.substring(15).strip());
                }
            }
            var body = new char[length];
            for (int at = 0; at < length; ) {
                at += in.read(body, at, length - at);
            }
            return status + " " + new String(body);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private Pin write(String name) throws Exception {
        var made = TestCertificate.make(Files.createDirectories(folder.resolve(name)), "EC", name);
        made.writeTo(folder.resolve("chain.pem"), folder.resolve("key.pem"));
        return Pin.of(Pem.certificates(folder.resolve("chain.pem"))[0]);
    }

    private Map<String, String> files() {
        return Map.of(
                "certificate", folder.resolve("chain.pem").toString(),
                "key", folder.resolve("key.pem").toString());
    }

    @Test
    void felixsOwnConnector_beforeThisComponent_servesNobody() {
        assertThatThrownBy(() -> new Client(Pin.parse("0".repeat(64)))).isInstanceOf(IOException.class);
    }

    @Test
    void look_newFiles_areForNewConnections_andOpenOnesStay() throws Exception {
        var one = write("one");
        give(files());
        try (var open = new Client(one)) {
            assertThat(open.status()).startsWith("HTTP/1.1 404");
            var two = write("two");
            connector.look();
            assertThat(open.status()).startsWith("HTTP/1.1 404");
            try (var later = new Client(two)) {
                assertThat(later.status()).startsWith("HTTP/1.1 404");
            }
            assertThatThrownBy(() -> new Client(one)).isInstanceOf(SSLException.class);
            assertThat(folder.resolve("tls/pin")).content().isEqualTo(two + "\n");
            assertThat(open.status()).startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void look_halfWrittenFile_keepsTheOldOne_andTakesTheWholeOne() throws Exception {
        var one = write("one");
        give(files());
        var two = write("two");
        var whole = Files.readString(folder.resolve("chain.pem"));
        Files.writeString(folder.resolve("chain.pem"), whole.substring(0, whole.length() / 2));
        connector.look();
        new Client(one).close();
        Files.writeString(folder.resolve("chain.pem"), whole);
        connector.look();
        new Client(two).close();
    }

    @Test
    void give_filesThatAreMissing_servesNobodyUntilTheyCome() throws Exception {
        give(files());
        assertThatThrownBy(() -> new Client(Pin.parse("0".repeat(64)))).isInstanceOf(IOException.class);
        assertThat(connector.current()).isEmpty();
        var one = write("one");
        connector.look();
        new Client(one).close();
    }

    @Test
    void selfMade_isRenewedBeforeItEnds_forTheSameKey() throws Exception {
        give(Map.of());
        var first = connector.current().orElseThrow();
        try (var open = new Client(first.pin())) {
            now = now.plus(Duration.ofDays(340));
            connector.look();
            var second = connector.current().orElseThrow();
            assertThat(second.fingerprint()).isNotEqualTo(first.fingerprint());
            new Client(first.pin()).close();
            new Client(Pin.parse(second.fingerprint())).close();
            assertThat(open.status()).startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void protocols_areTls12And13Only() throws Exception {
        give(Map.of());
        var pin = connector.current().orElseThrow().pin();
        new Client(pin, "TLSv1.2").close();
        new Client(pin, "TLSv1.3").close();
        assertThat(port.getConnectionFactory(SslConnectionFactory.class)
                        .getSslContextFactory()
                        .newSSLEngine()
                        .getEnabledProtocols())
                .containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
    }

    @Test
    void getCertificate_saysHowThisServerIsKnown() throws Exception {
        give(Map.of());
        var reply = new GetCertificateCommand(connector).call(Map.of());
        assertThat(reply.data()).isInstanceOfSatisfying(GetCertificateCommand.Shown.class, shown -> {
            assertThat(shown.selfMade()).isTrue();
            assertThat(shown.pin()).startsWith("sha256/");
        });
    }
}
