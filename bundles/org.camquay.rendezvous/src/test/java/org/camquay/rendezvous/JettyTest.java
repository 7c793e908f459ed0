// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.DispatcherType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.camquay.gate.Doorkeeper;
import org.camquay.gate.Gate;
import org.camquay.gate.GateSettings;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both servlets in a real Jetty. */
@Timeout(60)
class JettyTest {
    /** What a message may take ({@code Inbox}); both clocks run a little apart. */
    private static final long MESSAGE_NANOS = TimeUnit.SECONDS.toNanos(4);

    private static final Gate GATE = new Gate(GateSettings.defaults().open().forOrigins("https://listed.example"));

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final SignalingServlet signaling = new SignalingServlet(
            new Settings(List.of(), 5, 5, 256, 50, Duration.ofSeconds(30), Duration.ofSeconds(90), 0), GATE);
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        var context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(signaling), "/signaling");
        var player = new PlayerServlet(GATE);
        var doorkeeper = new Doorkeeper(GATE);
        doorkeeper.addFace(signaling);
        doorkeeper.addFace(player);
        context.addFilter(new FilterHolder(doorkeeper), "/*", EnumSet.of(DispatcherType.REQUEST));
        var pages = new ServletHolder(player);
        context.addServlet(pages, "/");
        context.addServlet(pages, "/play/*");
        context.addServlet(pages, "/camquay.js");
        JettyWebSocketServletContainerInitializer.configure(context, null);
        server.setHandler(context);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        signaling.close();
        server.stop();
    }

    /** A bare WebSocket client. */
    private static final class Client implements WebSocket.Listener {
        final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        final CompletableFuture<Integer> closed = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            texts.add(data.toString());
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            closed.complete(status);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.complete(-1);
        }
    }

    private WebSocket open(Client client, String... protocolAndOrigin) throws Exception {
        var builder = http.newWebSocketBuilder();
        if (protocolAndOrigin.length > 0 && !protocolAndOrigin[0].isEmpty()) {
            builder.subprotocols(protocolAndOrigin[0]);
        }
        if (protocolAndOrigin.length > 1) {
            builder.header("Origin", protocolAndOrigin[1]);
        }
        return builder.buildAsync(URI.create("ws://127.0.0.1:" + connector.getLocalPort() + "/signaling"), client)
                .get(10, TimeUnit.SECONDS);
    }

    private HttpResponse<String> get(String path) throws Exception {
        var uri = URI.create("http://127.0.0.1:" + connector.getLocalPort() + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String register(WebSocket socket, Client client) throws Exception {
        socket.sendText("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"register\",\"params\":{}}", true)
                .get(10, TimeUnit.SECONDS);
        return client.texts.poll(10, TimeUnit.SECONDS);
    }

    /** As at the end of the server: requests still come while the servlet goes. */
    @Test
    void handshake_whileTheServletGoes_isToldToComeAgain() {
        signaling.destroy();
        assertThatThrownBy(() -> open(new Client()))
                .hasCauseInstanceOf(WebSocketHandshakeException.class)
                .satisfies(failure -> assertThat(((WebSocketHandshakeException) failure.getCause())
                                .getResponse()
                                .statusCode())
                        .isEqualTo(503));
    }

    @Test
    void handshake_withOrWithoutSubProtocol_isTaken() throws Exception {
        var client = new Client();
        var asked = open(client, "webrtc.onvif.org");
        assertThat(asked.getSubprotocol()).isEqualTo("webrtc.onvif.org");
        assertThat(register(asked, client)).contains("\"result\":{\"id\":");
        var plain = new Client();
        assertThat(register(open(plain), plain)).contains("\"result\"");
    }

    /** The player does so: a round trip less before it asks for the camera. */
    @Test
    void connect_withoutWaitingForRegistersAnswer_isAnswered() throws Exception {
        var client = new Client();
        var socket = open(client, "webrtc.onvif.org");
        var register = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"register\",\"params\":{}}";
        var connect = "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"connect\","
                + "\"params\":{\"peer\":\"porch\",\"authorization\":\"\"}}";
        socket.sendText(register, true).thenCompose(sent -> sent.sendText(connect, true));
        assertThat(client.texts.poll(10, TimeUnit.SECONDS)).contains("\"id\":1", "\"result\"");
        assertThat(client.texts.poll(10, TimeUnit.SECONDS)).contains("\"id\":2", "480");
    }

    @Test
    void handshake_otherSubProtocol_isRefused() {
        assertThatThrownBy(() -> open(new Client(), "chat"))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(java.net.http.WebSocketHandshakeException.class)
                .satisfies(e -> assertThat(((java.net.http.WebSocketHandshakeException) e.getCause())
                                .getResponse()
                                .statusCode())
                        .isEqualTo(400));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://[", "http://127.0.0.1:1", "http://localhost:3000"})
    void handshake_pageOfAnotherSite_isRefused(String origin) {
        assertThatThrownBy(() -> open(new Client(), "", origin))
                .satisfies(e -> assertThat(((WebSocketHandshakeException) e.getCause())
                                .getResponse()
                                .statusCode())
                        .isEqualTo(403));
    }

    @Test
    void handshake_pageOfAListedSite_isTaken() throws Exception {
        var client = new Client();
        assertThat(register(open(client, "", "https://listed.example"), client)).contains("\"result\"");
    }

    @Test
    void handshake_withoutWebSocket_is426() throws Exception {
        var answer = get("/signaling");
        assertThat(answer.statusCode()).isEqualTo(426);
        assertThat(answer.body()).contains("WebSocket");
    }

    @Test
    void frame_ofManyMegabytes_isRefusedAndHarmsNobody() throws Exception {
        var client = new Client();
        var bystander = new Client();
        var other = open(bystander);
        var socket = open(client);
        register(socket, client);
        socket.sendText(" ".repeat(8 * 1024 * 1024), true);
        assertThat(client.closed.get(20, TimeUnit.SECONDS)).isIn(1009, -1);
        assertThat(register(other, bystander)).contains("\"result\"");
    }

    /** On a machine so busy that five frames take longer than a message may, this is the reason instead of the length. */
    @Test
    void message_ofManyFrames_isRefused() throws Exception {
        var client = new Client();
        var socket = open(client);
        long begun = System.nanoTime();
        for (int i = 0; i < 5 && !client.closed.isDone(); i++) {
            try {
                socket.sendText("x".repeat(100_000), false).get(10, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                break; // it is closed already
            }
        }
        int closed = client.closed.get(20, TimeUnit.SECONDS);
        long sent = System.nanoTime() - begun;
        assertThat(closed).isIn(sent > MESSAGE_NANOS ? List.of(1008, 1009, -1) : List.of(1009, -1));
    }

    @Test
    void binary_isRefused() throws Exception {
        var client = new Client();
        open(client).sendBinary(ByteBuffer.allocate(10), true);
        assertThat(client.closed.get(20, TimeUnit.SECONDS)).isEqualTo(1003);
    }

    @Test
    void flood_isCutOff() throws Exception {
        var client = new Client();
        var socket = open(client);
        for (int i = 0; i < 2000 && !client.closed.isDone(); i++) {
            try {
                socket.sendText("{}", true).get(10, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                break;
            }
        }
        assertThat(client.closed.get(20, TimeUnit.SECONDS)).isIn(1008, -1);
    }

    @Test
    void connections_tooMany_areRefusedButADeviceIsNot() throws Exception {
        for (int i = 0; i < 4; i++) {
            open(new Client());
        }
        assertThatThrownBy(() -> open(new Client())).hasMessageContaining("Handshake");
        var device = new Client();
        var socket = http.newWebSocketBuilder()
                .buildAsync(
                        URI.create("ws://127.0.0.1:" + connector.getLocalPort() + "/signaling?" + FakeHouse.ONE),
                        device)
                .get(10, TimeUnit.SECONDS);
        assertThat(register(socket, device)).contains("\"result\"");
    }

    @Test
    void pages_areServedWithAPolicy() throws Exception {
        var page = get("/play/demo?stream=cam1");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "ws://127.0.0.1:" + connector.getLocalPort())
                .endsWith("; frame-ancestors 'self' https://listed.example");
        assertThat(PlayerServlet.policy("localhost", List.of("https://x; script-src *", "*")))
                .as("what is no origin ends no directive")
                .endsWith("; frame-ancestors 'self' *");
        assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(page.body().split("<video", -1)).hasSize(2);
        assertThat(get("/").body()).contains("<form");
        assertThat(get("/camquay.js").headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/javascript");
        for (var asset : List.of("/play/-/player.js", "/play/-/player.css", "/play/-/icon.svg")) {
            assertThat(page.body() + get("/").body()).contains(asset);
            assertThat(get(asset).statusCode()).as(asset).isEqualTo(200);
        }
        assertThat(get("/play/?room=demo").headers().firstValue("Location")).contains("/play/demo");
        assertThat(get("/play/?room=//evil.example").headers().firstValue("Location"))
                .contains("/");
    }

    @Test
    void pages_thatAreNone_are404() throws Exception {
        for (var path : List.of(
                "/play/a/b", "/play/-/nothing.js", "/play/%3Cscript%3E", "/play/-", "/play/" + "x".repeat(65))) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(404);
        }
    }
}
