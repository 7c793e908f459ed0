// SPDX-License-Identifier: Apache-2.0
package org.camquay.http.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.camquay.http.connector.Held.Verdict;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a real Jetty, the way Felix uses the factory. Each client has an address of its own. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GuardedConnectorTest {
    private static final int BIG = 8 << 20;

    private final GuardedConnector guarded = new GuardedConnector(new Limits(
            100, 16, Set.of(), Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofSeconds(1), 1000, 5));
    private final Server server = new Server();
    private final List<Socket> clients = Collections.synchronizedList(new ArrayList<>());
    private final Queue<Callback> held = new ConcurrentLinkedQueue<>();
    private final AtomicInteger counted = new AtomicInteger();
    private ServerConnector port;

    @BeforeEach
    void start() throws Exception {
        var felix = new ServerConnector(server);
        felix.setHost("127.0.0.1");
        server.addConnector(felix);
        server.setHandler(new Handler.Abstract.NonBlocking() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                switch (Request.getPathInContext(request)) {
                    case "/big" -> response.write(true, ByteBuffer.allocate(BIG), callback);
                    case "/body" ->
                        Content.Source.asString(
                                request,
                                StandardCharsets.UTF_8,
                                Promise.from(
                                        text -> Content.Sink.write(response, true, "read " + text.length(), callback),
                                        callback::failed));
                    case "/gone" -> {
                        request.getConnectionMetaData()
                                .getConnection()
                                .getEndPoint()
                                .close();
                        callback.succeeded();
                    }
                    case "/held" -> held.add(callback);
                    case "/counted" -> {
                        counted.incrementAndGet();
                        callback.succeeded();
                    }
                    default -> Content.Sink.write(response, true, "hello", callback);
                }
                return true;
            }
        });
        server.start();
        port = felix;
        var added = guarded.createConnector(server);
        server.addConnector(added);
        added.start();
    }

    @AfterEach
    void stop() throws Exception {
        for (var client : clients) {
            client.close();
        }
        server.stop();
        guarded.close();
    }

    private Socket client(int last) throws IOException {
        var socket = new Socket();
        clients.add(socket);
        socket.setReceiveBufferSize(4096);
        socket.bind(new InetSocketAddress("127.0.0." + last, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.getLocalPort()), 20_000);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Everything until the server closes; a reset ends it too. */
    private static String all(Socket socket) {
        var text = new StringBuilder();
        try {
            for (int b = socket.getInputStream().read();
                    b >= 0;
                    b = socket.getInputStream().read()) {
                text.append((char) b);
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("still open", e);
        } catch (IOException e) {
            text.append("(reset)");
        }
        return text.toString();
    }

    private void assertServes(int last) throws IOException {
        try (var honest = client(last)) {
            long start = System.nanoTime();
            send(honest, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertThat(all(honest)).startsWith("HTTP/1.1 200").contains("hello");
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(10));
        }
    }

    @Test
    void request_ordinary_isServedAndTheConnectionKept() throws Exception {
        var socket = client(2);
        for (int i = 0; i < 2; i++) {
            send(socket, "POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
            var answer = new StringBuilder();
            while (answer.indexOf("read 3") < 0) {
                answer.append((char) socket.getInputStream().read());
            }
            assertThat(answer.toString()).startsWith("HTTP/1.1 200");
        }
        assertThat(guarded.connections().open()).isEqualTo(1);
    }

    @Test
    void request_tooManyOfOneConnection_theLastSaysClose() throws Exception {
        var socket = client(2);
        send(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(50));
        assertThat(all(socket).split("HTTP/1.1 200", -1)).hasSize(6);
    }

    @Test
    void requests_sentInAdvanceByOneThatIsGone_areNotDealtWith() throws Exception {
        var socket = client(2);
        send(socket, "GET /gone HTTP/1.1\r\nHost: a\r\n\r\n" + "GET /counted HTTP/1.1\r\nHost: a\r\n\r\n".repeat(3));
        all(socket);
        while (guarded.connections().open() > 0) {
            Thread.onSpinWait();
        }
        assertServes(3);
        assertThat(counted.get()).isLessThanOrEqualTo(1);
    }

    @Test
    void head_dribbles_is408() throws Exception {
        var socket = client(2);
        send(socket, "GET / HTTP/1.1\r\nHost: a\r\nX-A: b\r\n");
        assertThat(all(socket)).startsWith("HTTP/1.1 408");
        assertServes(3);
    }

    @Test
    void body_neverComes_closesTheConnection() throws Exception {
        var socket = client(2);
        send(socket, "POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nabc");
        assertThat(all(socket)).doesNotContain("200");
        assertThat(guarded.connections().ended(Verdict.LATE_BODY)).isPositive();
    }

    @Test
    void response_unread_closesTheConnection() throws Exception {
        var socket = client(2);
        send(socket, "GET /big HTTP/1.1\r\nHost: a\r\n\r\n");
        while (guarded.connections().open() > 0) {
            Thread.onSpinWait();
        }
        assertThat(all(socket).length()).isLessThan(BIG);
        assertThat(guarded.connections().ended(Verdict.UNREAD)).isPositive();
    }

    @Test
    void connections_manyOfOneAddress_giveWayToNewOnesAndKeepNobodyOut() throws Exception {
        for (int i = 1; i <= 60; i++) {
            client(2);
            awaitCame(i); // else Jetty's threads may take them in another order
        }
        assertServes(2);
        assertServes(3);
        for (var displaced : clients.subList(0, 44)) {
            assertThat(all(displaced)).startsWith("HTTP/1.1 503");
        }
        for (var kept : clients.subList(45, 60)) {
            assertThat(isOpen(kept)).isTrue();
        }
        awaitOnlyCountedOnesKnown(15);
    }

    @Test
    void connections_manyOfOneAddressAtOnce_areOpenIfAndOnlyIfTheyCount() throws Exception {
        IntStream.range(0, 200).parallel().forEach(i -> clientOf(2));
        awaitCame(200);
        while (clients.stream().filter(this::isOpen).count() > 16) {
            Thread.onSpinWait();
        }
        assertThat(clients.stream().filter(this::isOpen)).hasSize(16);
        awaitOnlyCountedOnesKnown(16);
    }

    @Test
    void connections_newestHasToGo_isClosedAndForgotten() throws Exception {
        for (int i = 0; i < 16; i++) {
            send(client(2), "GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
        }
        while (held.size() < 16) {
            Thread.onSpinWait();
        }
        for (int i = 0; i < 20; i++) {
            assertThat(all(client(2))).startsWith("HTTP/1.1 503");
        }
        awaitOnlyCountedOnesKnown(16);
        assertServes(3);
        held.forEach(Callback::succeeded);
    }

    private void awaitCame(int connections) {
        while (guarded.connections().open() + guarded.connections().displaced() < connections) {
            Thread.onSpinWait();
        }
    }

    /** Nothing of those that are gone stays in memory. */
    private void awaitOnlyCountedOnesKnown(int connections) {
        while (guarded.watch().known() > connections || guarded.connections().open() > connections) {
            Thread.onSpinWait();
        }
        assertThat(guarded.watch().known()).isEqualTo(connections);
        assertThat(guarded.connections().open()).isEqualTo(connections);
    }

    private Socket clientOf(int last) {
        try {
            return client(last);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Looks for the end of the stream, in a moment; what was said before it is left out. */
    private boolean isOpen(Socket socket) {
        try {
            socket.setSoTimeout(1);
            socket.getInputStream().skipNBytes(Long.MAX_VALUE);
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false; // the end, or a reset
        }
    }

    @Test
    void connections_manyOfManyAddresses_keepNobodyOut() throws Exception {
        for (int i = 0; i < 200; i++) {
            client(10 + i % 20);
        }
        assertServes(3);
        assertThat(guarded.connections().open()).isLessThanOrEqualTo(101);
    }

    @Test
    void createConnector_leavesFelixsOwnOneOpenAndOpensNoPort() throws Exception {
        assertThat(server.getConnectors()).hasSize(2).contains(port);
        var added = (ServerConnector) server.getConnectors()[1];
        assertThat(added.isStarted()).isTrue();
        assertThat(added.isOpen()).isFalse();
        added.stop(); // as Felix does when the service goes
        server.removeConnector(added);
        assertServes(2);
    }

    @Test
    void createConnector_again_guardsOnce() throws Exception {
        guarded.createConnector(server);
        client(2);
        assertServes(2);
        while (guarded.connections().open() != 1) {
            Thread.onSpinWait();
        }
    }
}
