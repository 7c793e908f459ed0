// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.peer.SdpType;
import org.camquay.api.peer.SessionDescription;
import org.camquay.api.signaling.SignalingException;
import org.camquay.api.signaling.SignalingTarget;
import org.camquay.testkit.Await;
import org.camquay.testkit.TestCertificate;
import org.camquay.testkit.contract.RecordingSignalingListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that refuse, close, answer nonsense or nothing: one handshake each, and the right kind of failure. */
@Timeout(60)
class OddServersTest {
    private enum Kind {
        SOON,
        LATER,
        NEVER
    }

    private static final Duration STEP = Duration.ofSeconds(10);
    private static final String PASSWORD = "changeit";

    private OnvifSignalingClient client = client(2, new TrustSettings("", "", false));

    private static OnvifSignalingClient client(int seconds, TrustSettings trust) {
        return new OnvifSignalingClient(
                new OnvifSignalingClient.Settings(Duration.ofSeconds(seconds), Duration.ofSeconds(15), trust));
    }

    @AfterEach
    void stop() {
        client.close();
    }

    private SignalingException failure(URI url) {
        var target = new SignalingTarget(url, "demo", "t0ken", UUID.randomUUID());
        var thrown = catchThrowable(() -> client.connect(target, new RecordingSignalingListener())
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS));
        assertThat(thrown).hasCauseInstanceOf(SignalingException.class);
        assertThat(thrown.getCause())
                .hasMessageNotContainingAny("t0ken", target.device().toString());
        return (SignalingException) thrown.getCause();
    }

    private static Kind kind(SignalingException failure) {
        if (failure.permanent()) {
            return Kind.NEVER;
        }
        return failure.retryAfter().isZero() ? Kind.SOON : Kind.LATER;
    }

    static Stream<Arguments> habits() {
        OddServer.Habit reset = socket -> {
            OddServer.request(socket);
            socket.setSoLinger(true, 0);
            socket.close();
        };
        OddServer.Habit closes = socket -> {
            OddServer.request(socket);
            socket.close();
        };
        OddServer.Habit halfAnHead = socket -> {
            OddServer.request(socket);
            socket.getOutputStream().write("HTTP/1.1 101 Swi".getBytes());
            socket.close();
        };
        OddServer.Habit endless = socket -> {
            OddServer.request(socket);
            for (int i = 0; i < 10_000; i++) {
                socket.getOutputStream().write("X: 12345678901234567890\r\n".getBytes());
            }
        };
        OddServer.Habit mail = socket -> socket.getOutputStream().write("220 mail.example ESMTP\r\n\r\n".getBytes());
        return Stream.of(
                Arguments.of("closes at once", (OddServer.Habit) socket -> socket.close(), Kind.SOON),
                Arguments.of("closes after the request", closes, Kind.SOON),
                Arguments.of("resets", reset, Kind.SOON),
                Arguments.of("is silent", (OddServer.Habit) socket -> {}, Kind.SOON),
                Arguments.of("breaks off", halfAnHead, Kind.SOON),
                Arguments.of("never ends its head", endless, Kind.SOON),
                Arguments.of("is no HTTP server", mail, Kind.SOON),
                Arguments.of("answers 200", OddServer.answering("HTTP/1.1 200 OK"), Kind.LATER),
                Arguments.of("answers 101 alone", OddServer.answering("HTTP/1.1 101 Upgrade"), Kind.LATER),
                Arguments.of("answers 301", OddServer.answering("HTTP/1.1 301 x\r\nLocation: /x"), Kind.LATER),
                Arguments.of("answers 400", OddServer.answering("HTTP/1.1 400 x"), Kind.NEVER),
                Arguments.of("answers 401", OddServer.answering("HTTP/1.1 401 x"), Kind.NEVER),
                Arguments.of("answers 403", OddServer.answering("HTTP/1.1 403 x"), Kind.NEVER),
                Arguments.of("answers 404", OddServer.answering("HTTP/1.1 404 x"), Kind.SOON),
                Arguments.of("answers 426", OddServer.answering("HTTP/1.1 426 x"), Kind.LATER),
                Arguments.of("answers 429", OddServer.answering("HTTP/1.1 429 x\r\nretry-after: 7"), Kind.LATER),
                Arguments.of("answers 503", OddServer.answering("HTTP/1.1 503 x"), Kind.SOON),
                Arguments.of(
                        "answers 503 for a while",
                        OddServer.answering("HTTP/1.1 503 x\r\nRetry-After: 7"),
                        Kind.LATER));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("habits")
    void server_isOdd_oneHandshakeAndTheRightKindOfFailure(String name, OddServer.Habit habit, Kind kind)
            throws Exception {
        try (var server = new OddServer(habit)) {
            var failure = failure(server.url("ws"));
            assertThat(kind(failure)).as("%s", failure.getMessage()).isEqualTo(kind);
            assertThat(failure).hasMessageContaining("127.0.0.1");
            assertThat(Await.within(Duration.ofMillis(100), () -> server.connections.get() != 1))
                    .isFalse();
        }
    }

    @Test
    void server_takesTheWebSocketAndNeverRegisters_isGivenUp() throws Exception {
        try (var server = new ScriptedServer((session, text) -> {})) {
            assertThat(failure(server.url())).hasMessageContaining("does not answer");
        }
    }

    @Test
    void certificate_ofAnother_isNotTriedAgain(@TempDir Path folder) throws Exception {
        TestCertificate.make(folder, "EC", "server");
        var store = folder.resolve("server.p12");
        var password = Files.writeString(folder.resolve("password"), PASSWORD).toString();
        try (var server = new OddServer(tls(store), OddServer.answering("HTTP/1.1 503 x"))) {
            assertThat(kind(failure(server.url("wss")))).isEqualTo(Kind.NEVER);
            assertThat(server.connections).hasValue(1);
            for (var trust :
                    List.of(new TrustSettings("", "", true), new TrustSettings(store.toString(), password, false))) {
                client.close();
                client = client(10, trust);
                assertThat(failure(server.url("wss"))).hasMessageContaining("503");
            }
        }
    }

    @Test
    void server_behindTls_talksAsWithout(@TempDir Path folder) throws Exception {
        TestCertificate.make(folder, "EC", "server");
        var listener = new RecordingSignalingListener();
        var text = "é世🎥".repeat(10_000); // cut anywhere by frames, records and reads
        try (var rendezvous = new RendezvousServer();
                var tls = new OddServer(tls(folder.resolve("server.p12")), relayTo(rendezvous.port()))) {
            client.close();
            client = client(10, new TrustSettings("", "", true));
            var target = new SignalingTarget(tls.url("wss"), "demo", "", UUID.randomUUID());
            try (var channel = client.connect(target, listener)
                            .toCompletableFuture()
                            .get(10, TimeUnit.SECONDS);
                    var viewer = new OnvifViewer(rendezvous.url(), "demo")) {
                viewer.join("");
                Await.until(STEP, "the viewer", () -> listener.arrivals().size() == 1);
                var peer = listener.arrivals().get(0).id();
                channel.trickle(peer, new IceCandidate("candidate:1 1 udp 1 192.0.2.1 9 typ host", "0", 0, null));
                var answer = channel.invite(peer, new SessionDescription(SdpType.OFFER, "v=0 " + text))
                        .toCompletableFuture();
                assertThat(viewer.awaitOffer(STEP)).isEqualTo("v=0 " + text);
                viewer.answer("v=1 " + text);
                assertThat(answer.get(10, TimeUnit.SECONDS).sdp()).isEqualTo("v=1 " + text);
            }
            Await.until(STEP, "the room is free", () -> {
                try (var again = client.connect(
                                new SignalingTarget(rendezvous.url(), "demo", "", UUID.randomUUID()), listener)
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS)) {
                    return true;
                } catch (Exception e) {
                    return false;
                }
            });
        }
    }

    private static OddServer.Habit relayTo(int port) {
        return socket -> {
            var out = new Socket(InetAddress.getLoopbackAddress(), port);
            var back = new Thread(() -> pump(out, socket));
            back.setDaemon(true);
            back.start();
            pump(socket, out);
        };
    }

    private static void pump(Socket from, Socket to) {
        try (to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // one of them was closed
        }
    }

    private static ServerSocketFactory tls(Path store) throws Exception {
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context.getServerSocketFactory();
    }
}
