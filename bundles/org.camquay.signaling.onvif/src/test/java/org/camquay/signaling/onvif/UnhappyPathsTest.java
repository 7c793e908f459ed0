// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.camquay.api.signaling.SignalingChannel;
import org.camquay.api.signaling.SignalingException;
import org.camquay.api.signaling.SignalingListener;
import org.camquay.api.signaling.SignalingTarget;
import org.camquay.testkit.Await;
import org.camquay.testkit.contract.RecordingSignalingListener;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that vanish, babble, flood or fall silent; devices that meet. */
@Timeout(60)
class UnhappyPathsTest {
    private static final Duration STEP = Duration.ofSeconds(10);
    private static final BiConsumer<Session, String> WELCOME = (session, text) -> {
        if (text.contains("\"register\"")) {
            session.sendText("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"id\":\"demo\"}}", Callback.NOOP);
        }
    };

    private final OnvifSignalingClient client = new OnvifSignalingClient(new OnvifSignalingClient.Settings(
            Duration.ofSeconds(5), Duration.ofMillis(300), new TrustSettings("", "", false)));
    private final RecordingSignalingListener listener = new RecordingSignalingListener();

    @AfterEach
    void stop() {
        client.close();
    }

    private static SignalingTarget target(URI url, UUID device) {
        return new SignalingTarget(url, "demo", "", device);
    }

    private SignalingChannel connect(URI url) throws Exception {
        return connect(target(url, UUID.randomUUID()), listener);
    }

    private SignalingChannel connect(SignalingTarget target, RecordingSignalingListener hears) throws Exception {
        return client.connect(target, hears).toCompletableFuture().get(15, TimeUnit.SECONDS);
    }

    private static SignalingException cause(Throwable thrown) {
        assertThat(thrown).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(SignalingException.class);
        return (SignalingException) thrown.getCause();
    }

    @Test
    void server_vanishesMidRegister_failsForNow() throws Exception {
        try (var server = new ScriptedServer((session, text) -> session.disconnect())) {
            var thrown = cause(catchThrowable(() -> connect(server.url())));
            assertThat(thrown.permanent()).isFalse();
            assertThat(listener.closed()).isEmpty();
        }
    }

    @Test
    void server_isNoSignalingServer_saysSo() throws Exception {
        try (var server = new ScriptedServer(WELCOME)) {
            var elsewhere = URI.create("ws://127.0.0.1:" + server.port() + "/elsewhere");
            var thrown = cause(catchThrowable(() -> connect(elsewhere)));
            assertThat(thrown).hasMessageContaining("404").hasMessageContaining("path");
            assertThat(thrown.permanent()).isFalse();
        }
    }

    @Test
    void server_sendsGarbage_isIgnored() throws Exception {
        BiConsumer<Session, String> babble = WELCOME.andThen((session, text) -> {
            session.sendText("{]", Callback.NOOP);
            session.sendText("[1,2]", Callback.NOOP);
            session.sendText("{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"dance\"}", Callback.NOOP);
            session.sendText("{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"connect\",\"params\":{}}", Callback.NOOP);
            session.sendText("{\"jsonrpc\":\"2.0\",\"method\":\"trickle\",\"params\":{\"session\":7}}", Callback.NOOP);
            session.sendText("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":5}}", Callback.NOOP);
            session.sendText("{\"jsonrpc\":\"2.0\",\"id\":77,\"result\":null}", Callback.NOOP);
            session.sendText(
                    "{\"jsonrpc\":\"2.0\",\"id\":10,\"method\":\"connect\",\"params\":{\"session\":\"s\"}}",
                    Callback.NOOP);
        });
        var once = new AtomicInteger();
        try (var server = new ScriptedServer((session, text) -> {
                    if (once.getAndIncrement() == 0) {
                        babble.accept(session, text);
                    }
                });
                var channel = connect(server.url())) {
            Await.until(STEP, "the one good message", () -> listener.arrivals().size() == 1);
            assertThat(listener.closed()).isEmpty();
        }
    }

    @Test
    void listener_throws_theNextMessageIsReadAllTheSame() throws Exception {
        var arrivals = new AtomicInteger();
        var hears = (SignalingListener) Proxy.newProxyInstance(
                SignalingListener.class.getClassLoader(),
                new Class<?>[] {SignalingListener.class},
                (self, method, arguments) -> {
                    arrivals.addAndGet(method.getName().equals("onPeer") ? 1 : 0);
                    throw new NoClassDefFoundError(method.getName());
                });
        var once = new AtomicInteger();
        try (var server = new ScriptedServer(WELCOME.andThen((session, text) -> {
            for (int i = 0; i < 3 && once.get() < 3; once.incrementAndGet(), i++) {
                session.sendText(
                        "{\"jsonrpc\":\"2.0\",\"id\":" + i + ",\"method\":\"connect\",\"params\":{\"session\":\"s\"}}",
                        Callback.NOOP);
            }
        }))) {
            client.connect(target(server.url(), UUID.randomUUID()), hears)
                    .toCompletableFuture()
                    .get(15, TimeUnit.SECONDS);
            Await.until(STEP, "all three messages", () -> arrivals.get() == 3);
        }
    }

    @Test
    void server_sendsAHugeMessage_isLeft() throws Exception {
        var huge = "{\"jsonrpc\":\"2.0\",\"method\":\"" + "x".repeat(4 * 1024 * 1024) + "\"}";
        try (var server =
                        new ScriptedServer(WELCOME.andThen((session, text) -> session.sendText(huge, Callback.NOOP)));
                var channel = connect(server.url())) {
            Await.until(STEP, "onClosed", () -> listener.closed().size() == 1);
            assertThat(listener.closed().get(0)).hasMessageContaining("message of more than");
        }
    }

    @Test
    void server_fallsSilent_isNoticed() throws Exception {
        try (var server = new ScriptedServer(WELCOME);
                var relay = new TcpRelay(server.port());
                var channel = connect(relay.url())) {
            // pongs keep it alive well beyond the three intervals
            assertThat(Await.within(
                            Duration.ofMillis(1500), () -> !listener.closed().isEmpty()))
                    .isFalse();
            relay.goSilent();
            Await.until(STEP, "onClosed", () -> listener.closed().size() == 1);
            assertThat(listener.closed().get(0)).hasMessageContaining("silent");
        }
    }

    @Test
    void address_lostWithTheConnection_isNoticedInSeconds() throws Exception {
        var here = InetAddress.getByName("192.0.2.1");
        var addresses = new AtomicReference<>(Set.of(here));
        var settings = new OnvifSignalingClient.Settings(
                Duration.ofSeconds(5), Duration.ofMinutes(5), new TrustSettings("", "", false));
        var moving = new OnvifSignalingClient(settings, addresses::get);
        try (var server = new ScriptedServer(WELCOME);
                var relay = new TcpRelay(server.port());
                var channel = moving.connect(target(relay.url(), UUID.randomUUID()), listener)
                        .toCompletableFuture()
                        .get(15, TimeUnit.SECONDS)) {
            addresses.set(Set.of(here, InetAddress.getByName("192.0.2.2")));
            assertThat(Await.within(
                            Duration.ofMillis(2500), () -> !listener.closed().isEmpty()))
                    .isFalse();
            addresses.set(Set.of(here));
            assertThat(Await.within(
                            Duration.ofSeconds(6), () -> !listener.closed().isEmpty()))
                    .as("an address of others is gone, and the server answers")
                    .isFalse();
            relay.goSilent();
            addresses.set(Set.of());
            Await.until(STEP, "onClosed", () -> listener.closed().size() == 1);
            assertThat(listener.closed().get(0)).hasMessageContaining("lost an address");
        } finally {
            moving.close();
        }
    }

    @Test
    void secondDevice_isRefusedForAWhile() throws Exception {
        try (var server = new RendezvousServer();
                var channel = connect(server.url())) {
            var second = new RecordingSignalingListener();
            var thrown = cause(catchThrowable(() -> connect(target(server.url(), UUID.randomUUID()), second)));
            assertThat(thrown.permanent()).isFalse();
            assertThat(thrown.retryAfter()).isPositive();
            assertThat(thrown).hasMessageContaining("another live device").hasMessageContaining("roomID");
            try (var viewer = new OnvifViewer(server.url(), "demo")) {
                viewer.join("");
                Await.until(
                        STEP,
                        "the viewer at the first",
                        () -> listener.arrivals().size() == 1);
                assertThat(second.arrivals()).isEmpty();
            }
        }
    }

    @Test
    void sameDeviceAgain_takesOver() throws Exception {
        var device = UUID.randomUUID();
        var later = new RecordingSignalingListener();
        try (var server = new RendezvousServer();
                var first = connect(target(server.url(), device), listener);
                var second = connect(target(server.url(), device), later)) {
            Await.until(STEP, "the first is told", () -> listener.closed().size() == 1);
            assertThat(listener.closed().get(0)).hasMessageContaining("took over");
            try (var viewer = new OnvifViewer(server.url(), "demo")) {
                viewer.join("");
                Await.until(
                        STEP, "the viewer at the second", () -> later.arrivals().size() == 1);
            }
        }
    }

    @Test
    void room_isKeptForItsCamera_unlessThatLeavesIt() throws Exception {
        var device = UUID.randomUUID();
        try (var server = new RendezvousServer()) {
            connect(target(server.url(), device), listener).hangUp();
            var other = target(server.url(), UUID.randomUUID());
            Await.until(STEP, "the room is kept", () -> refusal(other).contains("is kept"));
            connect(target(server.url(), device), listener).close();
            Await.until(STEP, "the room is free", () -> refusal(other).isEmpty());
        }
    }

    private String refusal(SignalingTarget target) {
        try {
            connect(target, new RecordingSignalingListener()).close();
            return "";
        } catch (Exception e) {
            return e.getMessage();
        }
    }

    @Test
    void viewer_losesItsSocket_isNotGoneByItself() throws Exception {
        try (var server = new RendezvousServer();
                var channel = connect(server.url())) {
            var viewer = new OnvifViewer(server.url(), "demo");
            viewer.join("");
            Await.until(STEP, "the viewer", () -> listener.arrivals().size() == 1);
            viewer.close();
            Await.until(STEP, "onPeerGone", () -> listener.gone().size() == 1);
            assertThat(listener.gone().get(0).byItself()).isFalse();
        }
    }

    @Test
    void backend_isTakenAway_freesTheRoomAndServesNoMore() throws Exception {
        try (var server = new RendezvousServer();
                var channel = connect(server.url());
                var viewer = new OnvifViewer(server.url(), "demo")) {
            client.close();
            Await.until(STEP, "the camera is gone", () -> {
                try {
                    viewer.join("");
                    return viewer.refusal().orElse("").contains("no camera");
                } catch (Exception e) {
                    return false;
                }
            });
            var thrown = cause(catchThrowable(() -> connect(server.url())));
            assertThat(thrown).hasMessageContaining("backend");
            channel.close();
        }
    }

    @Test
    void trustStore_thatIsNone_isNamed() {
        var wary = new OnvifSignalingClient(new OnvifSignalingClient.Settings(
                Duration.ofSeconds(5), Duration.ofSeconds(15), new TrustSettings("/no/such/file.p12", "", false)));
        var target = target(URI.create("wss://127.0.0.1:1/signaling"), UUID.randomUUID());
        var thrown = cause(catchThrowable(
                () -> wary.connect(target, listener).toCompletableFuture().get(5, TimeUnit.SECONDS)));
        assertThat(thrown).hasMessageContaining("/no/such/file.p12");
        wary.close();
    }

    @Test
    void address_namesTheDevice() {
        var device = new UUID(1, 2);
        assertThat(OnvifSignalingClient.address(target(URI.create("ws://h:1"), device)))
                .hasToString("ws://h:1/signaling?device=" + device);
        assertThat(OnvifSignalingClient.address(target(URI.create("wss://h/a/b?x=1"), device)))
                .hasToString("wss://h/a/b?x=1&device=" + device);
    }
}
