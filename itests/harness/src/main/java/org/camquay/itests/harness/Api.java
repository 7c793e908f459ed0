// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;

/** HTTP towards one server. Thread: any. */
public final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One for all: each has threads and idle connections of its own. */
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final URI server;
    private final String token;

    public Api(URI server) {
        this(server, "");
    }

    /** With a token that is shown with each request; empty for none. */
    public Api(URI server, String token) {
        this.server = server.resolve("/");
        this.token = token;
    }

    /** The same for somebody else. */
    public Api as(String otherToken) {
        return new Api(server, otherToken);
    }

    /** One command, with {@code key=value} words; the whole reply, whatever its status. */
    public JsonNode call(String command, String... arguments) {
        var given = new LinkedHashMap<String, String>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            given.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        try {
            return JSON.readTree(
                    post("/api/" + command, JSON.writeValueAsString(given)).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One command that has to succeed; its data. */
    public JsonNode data(String command, String... arguments) {
        var reply = call(command, arguments);
        if (!reply.path("status").asText().equals("SUCCESS")) {
            throw new AssertionError(command + " failed: " + reply);
        }
        return reply.path("data");
    }

    /** Any JSON, good or bad. */
    public HttpResponse<String> post(String path, String body) {
        return send(HttpRequest.newBuilder(server.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(server.resolve(path)).GET());
    }

    /** An SDP offer to WHEP (draft-ietf-wish-whep §4). */
    public HttpResponse<String> whep(String stream, String offer) {
        return send(HttpRequest.newBuilder(server.resolve("/whep/" + stream))
                .header("Content-Type", "application/sdp")
                .POST(HttpRequest.BodyPublishers.ofString(offer)));
    }

    /** Ends what a {@code Location} names. */
    public HttpResponse<String> delete(String location) {
        return send(HttpRequest.newBuilder(server.resolve(location)).DELETE());
    }

    /** Whether the server says that it is ready. */
    public boolean healthy() {
        try {
            return get("/health").statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** The address of a page or socket of this server. */
    public URI uri(String path) {
        return server.resolve(path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return CLIENT.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
