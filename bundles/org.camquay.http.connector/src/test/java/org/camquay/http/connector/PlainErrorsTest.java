// SPDX-License-Identifier: Apache-2.0
package org.camquay.http.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Heads that are none, against a real Jetty. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PlainErrorsTest {
    private final GuardedConnector guarded = new GuardedConnector(new Limits(
            100, 16, Set.of(), Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30), 1000, 5));
    private final Server server = new Server();
    private final ServerConnector port = new ServerConnector(server);

    @BeforeEach
    void start() throws Exception {
        port.setHost("127.0.0.1");
        // As Felix does.
        port.getConnectionFactory(HttpConnectionFactory.class)
                .getHttpConfiguration()
                .setSendServerVersion(false);
        server.addConnector(port);
        server.setHandler(new Handler.Abstract.NonBlocking() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                if (Request.getPathInContext(request).equals("/fails")) {
                    throw new IllegalStateException("s3cret");
                }
                return false;
            }
        });
        server.start();
        guarded.createConnector(server);
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
        guarded.close();
    }

    /** Everything until the server closes. */
    private String answer(String head) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port.getLocalPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'GET / HTTP/1.1|Host: a|Host: a', 400, write Host",
        "'GET / HTTP/1.1|Host: a|Host: b', 400, write Host",
        "'GET / HTTP/1.1|X: a', 400, write Host",
        "'GET / HTTP/1.1|Host:', 400, write Host",
        "'GET / HTTP/1.1|Host: a b', 400, write Host",
        "'GET / HTTP/1.1|Host: a:99999', 400, write Host",
        "'GET http://evil/ HTTP/1.1|Host: a', 400, write Host",
        "'GET / HTTP/1.1|Host: a|Bad Name: <b>x</b>', 400, no request",
        "'GET / HTTP/1.1|Host: a|nocolon', 400, no request",
        "'GET / HTTP/1.1|Host: a|X: a| folded', 400, no request",
        "'GET /%zz HTTP/1.1|Host: a', 400, no request",
        "'GET /%00 HTTP/1.1|Host: a', 400, no request",
        "'G@T / HTTP/1.1|Host: a', 400, no request",
        "'POST / HTTP/1.1|Host: a|Content-Length: 1|Content-Length: 2', 400, no request",
        "'POST / HTTP/1.1|Host: a|Content-Length: 1|Transfer-Encoding: chunked', 400, no request",
        "'GET /', 505, only HTTP/1.1",
        "'GET / HTTP/9.9|Host: a', 505, only HTTP/1.1",
        "'GET / HTTP/2.0|Host: a', 426, only HTTP/1.1",
        "'POST / HTTP/1.1|Host: a|Expect: 200-ok|Connection: close', 417, 100-continue",
        "'GET /nothing HTTP/1.1|Host: a|Connection: close', 404, nothing is served",
        "'GET /fails HTTP/1.1|Host: a|Connection: close', 500, the server failed"
    })
    void request_thatIsNone_getsASentence(String head, int status, String words) throws Exception {
        var answer = answer(head.replace("|", "\r\n") + "\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains("text/plain", "nosniff", "close", words);
        assertThat(answer).doesNotContainIgnoringCase("jetty", "Server:", "<", "evil", "Bad Name", "s3cret");
    }

    @ParameterizedTest
    @CsvSource({"414, /, ''", "431, '', /"})
    void request_thatIsTooLong_getsASentence(int status, String path, String header) throws Exception {
        var answer = answer(
                "GET /" + path.repeat(20_000) + " HTTP/1.1\r\nHost: a\r\nX: " + header.repeat(20_000) + "\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("text/plain")
                .doesNotContain("<");
    }

    @ParameterizedTest
    @CsvSource({"Host: a|Host: a, write Host", "Host: a|nocolon, no request"})
    void command_thatIsNoRequest_getsAReply(String headers, String words) throws Exception {
        var answer = answer("POST /api/version HTTP/1.1\r\n" + headers.replace("|", "\r\n") + "\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("application/json", words);
        assertThat(answer.substring(answer.indexOf('{'))).startsWith("{\"status\":\"FAIL\",\"description\":");
    }
}
