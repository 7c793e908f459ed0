// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate.body;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real server with few threads, and more clients than threads that do not send what they promised, or do not read. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SlowClientsTest {
    private static final int THREADS = 8;
    private static final int CLIENTS = 40;
    private static final int LIMIT = 64 * 1024;
    private static final byte[] BIG = new byte[4 << 20];

    private final Bodies bodies = new Bodies(new BodyPace(Duration.ofSeconds(1), 10_000), 256 * 1024);
    private final Server server = new Server(new QueuedThreadPool(THREADS));
    private final ServerConnector port = new ServerConnector(server, 1, 1);
    private final List<Socket> clients = new ArrayList<>();

    /** Answers with the length of what it was sent; with something big to GET. */
    private final class Lengths extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            Responses.finish(request.startAsync(), BIG);
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) {
            var exchange = request.startAsync();
            bodies.read(exchange, LIMIT).whenComplete((body, failure) -> {
                String answer = failure == null ? "read " + body.length : failure.getMessage();
                var cause = failure instanceof CompletionException ? failure.getCause() : failure;
                response.setStatus(cause instanceof BodyException refused ? refused.status() : 200);
                Responses.finish(exchange, answer.getBytes(StandardCharsets.UTF_8));
            });
        }
    }

    @BeforeEach
    void start() throws Exception {
        port.setHost("127.0.0.1");
        server.addConnector(port);
        var context = new ServletContextHandler();
        var holder = new ServletHolder(new Lengths());
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        server.setHandler(context);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        for (var client : clients) {
            client.close();
        }
        server.stop();
    }

    private Socket client(String request) throws IOException {
        var socket = new Socket();
        clients.add(socket);
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.getLocalPort()), 20_000);
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String post(long length, String body) {
        return "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n" + body;
    }

    private static String all(Socket socket) throws IOException {
        var text = new StringBuilder();
        try {
            for (int b = socket.getInputStream().read();
                    b >= 0;
                    b = socket.getInputStream().read()) {
                text.append((char) b);
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("still open after " + text, e);
        }
        return text.toString();
    }

    private void assertServes() throws IOException {
        var honest = client(post(5, "hello").replace("Host: a", "Host: a\r\nConnection: close"));
        assertThat(all(honest)).startsWith("HTTP/1.1 200").endsWith("read 5");
    }

    @Test
    void bodies_thatDoNotCome_holdNoThreadAndAre408() throws Exception {
        for (int i = 0; i < CLIENTS; i++) {
            client(post(1000, "{"));
        }
        assertServes();
        assertThat(all(clients.get(0)))
                .startsWith("HTTP/1.1 408")
                .containsIgnoringCase("Connection: close")
                .contains("the body comes too slowly");
        for (var client : clients.subList(1, CLIENTS)) {
            assertThat(all(client)).startsWith("HTTP/1.1 408");
        }
        assertThat(bodies.open()).isZero();
    }

    @Test
    void responses_unread_holdNoThread() throws Exception {
        for (int i = 0; i < CLIENTS; i++) {
            client("GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(20));
        }
        assertServes();
        for (var client : clients) {
            client.close();
        }
        assertServes();
    }

    @Test
    void body_tooLong_is413EvenForOneThatOnlyWrites() throws Exception {
        var said = client(post(LIMIT + 1, "x".repeat(LIMIT + 1)));
        assertThat(all(said)).startsWith("HTTP/1.1 413").contains("longer than 65536 bytes");
        var chunk = "8000\r\n" + "x".repeat(0x8000) + "\r\n";
        var chunked = client("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                + chunk.repeat(3) + "0\r\n\r\n");
        assertThat(all(chunked)).startsWith("HTTP/1.1 413");
        var asking = client("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n");
        assertThat(all(asking)).startsWith("HTTP/1.1 413");
    }

    @Test
    void body_brokenOff_endsQuietly() throws Exception {
        var half = client(post(1000, "{"));
        half.shutdownOutput();
        assertThat(all(half)).startsWith("HTTP/1.1 400");
        client(post(1000, "{")).close();
        assertServes();
    }

    @Test
    void bodies_tooManyLongOnes_theLongestGivesWay() throws Exception {
        for (int i = 0; i < 8; i++) {
            client(post(LIMIT, "x".repeat(LIMIT - 1)));
        }
        assertServes();
        int displaced = 0;
        for (var client : clients.subList(0, 8)) {
            var answer = all(client);
            displaced += answer.startsWith("HTTP/1.1 503") ? 1 : 0;
            assertThat(answer).containsAnyOf("HTTP/1.1 503", "HTTP/1.1 408");
        }
        assertThat(displaced).isBetween(3, 8);
    }

    @Test
    void turns_ofOneAddress_areBounded() {
        var turns = new Turns(2);
        assertThat(turns.enter("a") && turns.enter("a")).isTrue();
        assertThat(turns.enter("a")).isFalse();
        assertThat(turns.enter("b")).isTrue();
        turns.leave("a");
        assertThat(turns.enter("a")).isTrue();
    }

    @Test
    void turns_ofOneIpv6Network_areThoseOfOneAddress() {
        var turns = new Turns(1);
        assertThat(turns.enter("2001:db8:1:2::1")).isTrue();
        assertThat(turns.enter("2001:db8:1:2::2")).isFalse();
        assertThat(turns.enter("2001:db8:1:3::1")).isTrue();
        turns.leave("2001:db8:1:2::1");
        assertThat(turns.enter("2001:db8:1:2::2")).isTrue();
    }
}
