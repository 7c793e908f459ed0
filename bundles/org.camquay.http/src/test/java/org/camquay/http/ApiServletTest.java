// SPDX-License-Identifier: Apache-2.0
package org.camquay.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.camquay.api.access.AccessDecision;
import org.camquay.api.access.AccessRequest;
import org.camquay.api.access.Authorizer;
import org.camquay.api.control.Command;
import org.camquay.api.control.CommandArguments;
import org.camquay.api.control.CommandParameter;
import org.camquay.api.control.CommandReply;
import org.camquay.gate.Gate;
import org.camquay.gate.GateSettings;
import org.camquay.gate.body.Bodies;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiServletTest {
    private final Commands commands = new Commands();
    private final Gate gate = new Gate(
            new GateSettings(List.of("camera.example"), List.of("https://listed.example"), List.of(), false, 1000));
    private final CommandThreads threads = new CommandThreads();
    private ServletServer server;

    @BeforeEach
    void start() throws Exception {
        commands.add(new EchoCommand("pullStream"));
        commands.add(new EchoCommand("listStreams"));
        server = new ServletServer(gate, Map.of("/api/*", new ApiServlet(commands, new Bodies(), threads)));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        threads.close();
    }

    @Test
    void post_jsonObject_runsTheCommand() throws Exception {
        var response = post("/api/PULLstream", "{\"text\":\"a\",\"PORT\":4545,\"on\":true}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        JsonNode reply = new ObjectMapper().readTree(response.body());
        assertThat(reply.fieldNames()).toIterable().containsExactly("status", "description", "data");
        assertThat(reply.path("description").asText()).isEqualTo("a 4545 true");
        assertThat(reply.path("data").path("product").asText()).isEqualTo("p");
    }

    @Test
    void post_query_runsTheCommandToo() throws Exception {
        var response = server.send("/api/pullStream?text=a%26b%20c&port=7", r -> r.POST(BodyPublishers.noBody()));
        assertThat(description(response)).isEqualTo("a&b c 7 false");
    }

    @Test
    void post_commandFails_isStill200() throws Exception {
        var response = post("/api/pullStream", "{\"port\":0}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"FAIL\"").contains("from 1 to 65535");
        assertThat(post("/api/pullStream", "{\"colour\":\"red\"}").body()).contains("unknown parameter 'colour'");
    }

    @Test
    void get_readingCommand_runsAndChangingOneDoesNot() throws Exception {
        assertThat(server.send("/api/listStreams?text=x", HttpRequest.Builder::GET)
                        .statusCode())
                .isEqualTo(200);
        var refused = server.send("/api/pullStream?text=x", HttpRequest.Builder::GET);
        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(refused.headers().firstValue("Allow")).hasValue("POST");
        assertThat(description(refused)).contains("is called by POST");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"text":                | line 1, column
            nonsense                | not JSON
            {"text":"a"} x          | not JSON
            {"text":"a","text":"b"} | not JSON
            [1,2]                   | not an object
            "s3cret"                | not an object
            {"text":null}           | 'text' is neither
            {"text":["s3cret"]}     | 'text' is neither
            {"text":{"a":1}}        | 'text' is neither
            {"text":"a","TEXT":"b"} | 'TEXT' is given twice
            """)
    void post_badBody_is400AndSaysWhere(String body, String part) throws Exception {
        var response = post("/api/pullStream", body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(description(response)).contains(part).doesNotContain("s3cret");
    }

    @Test
    void post_badRequests_getTheirStatusAndAReply() throws Exception {
        var unknown = post("/api/launchRockets", "{}");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(description(unknown)).contains("launchRockets").contains("/api/help");
        assertThat(post("/api/", "{}").statusCode()).isEqualTo(404);

        var huge = post("/api/pullStream", "{\"text\":\"" + "x".repeat(70_000) + "\"}");
        assertThat(huge.statusCode()).isEqualTo(413);
        assertThat(description(huge)).contains("65536");

        var chunked = server.send(
                "/api/pullStream",
                r -> r.header("Content-Type", "application/json")
                        .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString("x".repeat(70_000)))));
        assertThat(chunked.statusCode()).isEqualTo(413);

        var form = server.send(
                "/api/pullStream",
                r -> r.header("Content-Type", "text/plain").POST(BodyPublishers.ofString("{\"text\":\"a\"}")));
        assertThat(form.statusCode()).isEqualTo(415);

        var twice = server.send("/api/pullStream?text=a&text=b", r -> r.POST(BodyPublishers.noBody()));
        assertThat(twice.statusCode()).isEqualTo(400);
        assertThat(server.send("/api/pullStream", r -> r.method("DELETE", BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void post_commandCrashes_is500WithoutDetails() throws Exception {
        var response = post("/api/pullStream", "{\"crash\":true}");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(description(response)).contains("failed inside").doesNotContain("s3cret");
    }

    @Test
    void post_anotherCommandThrowsInEveryMethod_isNotConcerned() throws Exception {
        commands.add(new BrokenCommand(true));
        commands.add(new BrokenCommand(false));
        assertThat(description(post("/api/listStreams", "{\"text\":\"a\"}"))).contains("a");
        assertThat(post("/api/broken", "{}").statusCode()).isEqualTo(500);
    }

    /** Throws in every method, or in all but its name. */
    private record BrokenCommand(boolean nameless) implements Command {
        @Override
        public String name() {
            if (nameless) {
                throw new NoClassDefFoundError("name");
            }
            return "broken";
        }

        @Override
        public String description() {
            throw new NoClassDefFoundError("description");
        }

        @Override
        public List<CommandParameter> parameters() {
            throw new NoClassDefFoundError("parameters");
        }

        @Override
        public CommandReply execute(CommandArguments arguments) {
            throw new NoClassDefFoundError("execute");
        }
    }

    @Test
    void post_bodyThatLooksLikeUtf32_is400() throws Exception {
        var response = server.send(
                "/api/pullStream",
                r -> r.header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(new byte[] {0, 0, 0, (byte) 0xf7})));
        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void post_randomBodies_neverHarm() throws Exception {
        var random = new Random(7);
        for (int i = 0; i < 200; i++) {
            byte[] body = new byte[random.nextInt(200) + 1];
            random.nextBytes(body);
            if (i % 2 == 0) {
                body[0] = '{';
            }
            var response = server.send(
                    "/api/pullStream",
                    r -> r.header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(body)));
            assertThat(response.statusCode()).isEqualTo(400);
        }
        assertThat(post("/api/pullStream", "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void call_pageOfAnotherSite_isRefused() {
        String port = ":" + server.port();
        assertThat(status("127.0.0.1" + port, "http://127.0.0.1" + port)).isEqualTo(200);
        assertThat(status("localhost" + port, null)).isEqualTo(200);
        assertThat(status("[::1]" + port, "http://[::1]" + port)).isEqualTo(200);
        assertThat(status("camera.example", "http://camera.example")).isEqualTo(200);
        assertThat(status("camera.example", "https://camera.example")).isEqualTo(403);
        assertThat(status("camera.example", "https://listed.example")).isEqualTo(403);
        assertThat(status("127.0.0.1" + port, "http://evil.example")).isEqualTo(403);
        assertThat(status("127.0.0.1" + port, "http://127.0.0.1:1")).isEqualTo(403);
        assertThat(status("127.0.0.1" + port, "null")).isEqualTo(403);
        assertThat(status("evil.example" + port, "http://evil.example" + port)).isEqualTo(421);
        assertThat(status("evil.example" + port, null)).isEqualTo(421);
        assertThat(status("127.0.0.1.evil.example" + port, null)).isEqualTo(421);
    }

    @Test
    void call_withAuthorizer_needsItsToken() throws Exception {
        Authorizer authorizer = request -> {
            assertThat(request.scope()).isEqualTo(AccessRequest.Scope.CONTROL);
            return request.token().equals("t0ken")
                    ? new AccessDecision.Granted("me", "")
                    : new AccessDecision.Denied(401, "a token is needed");
        };
        var asking = new Gate(GateSettings.defaults());
        try (var guarded =
                new ServletServer(asking, Map.of("/api/*", new ApiServlet(commands, new Bodies(), threads)))) {
            assertThat(call(guarded, "t0ken").statusCode()).isEqualTo(503);
            asking.setAuthorizer(authorizer);
            var without = call(guarded, "");
            assertThat(without.statusCode()).isEqualTo(401);
            assertThat(without.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
            assertThat(description(without)).isEqualTo("a token is needed");
            assertThat(call(guarded, "t0ken").statusCode()).isEqualTo(200);
            asking.unsetAuthorizer(authorizer);
            assertThat(call(guarded, "t0ken").statusCode()).isEqualTo(503);
        }
    }

    private static HttpResponse<String> call(ServletServer server, String token) throws Exception {
        return server.send("/api/listStreams", r -> {
            if (!token.isEmpty()) {
                r.header("Authorization", "Bearer " + token);
            }
        });
    }

    @Test
    void post_bodyThatBreaksOff_is400() {
        assertThat(server.brokenOff("POST /api/pullStream HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"))
                .startsWith("HTTP/1.1 400")
                .contains("the body breaks off");
    }

    private int status(String host, String origin) {
        String answer = server.raw("POST /api/pullStream HTTP/1.1\r\nContent-Length: 0\r\nHost: " + host
                + (origin == null ? "" : "\r\nOrigin: " + origin));
        return Integer.parseInt(answer.split(" ")[1]);
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return server.send(
                path, r -> r.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    private static String description(HttpResponse<String> response) throws Exception {
        return new ObjectMapper().readTree(response.body()).path("description").asText();
    }
}
