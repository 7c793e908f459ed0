// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/** WebDriver BiDi (W3C) over one WebSocket: commands out, results and events in. Thread: any. */
final class Bidi implements WebSocket.Listener, AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<Long, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();
    private final AtomicLong nextId = new AtomicLong(1);
    private final StringBuilder partial = new StringBuilder();
    private final BiConsumer<String, JsonNode> events;
    private final WebSocket socket;

    Bidi(URI url, BiConsumer<String, JsonNode> events) {
        this.events = events;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(url, this)
                .join();
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** Runs a command; an error of the browser is an assertion error here. */
    JsonNode call(String method, ObjectNode params) {
        long id = nextId.getAndIncrement();
        var answer = new CompletableFuture<JsonNode>();
        calls.put(id, answer);
        var command = object().put("id", id).put("method", method);
        command.set("params", params);
        synchronized (this) { // java.net.http sends one message at a time
            socket.sendText(command.toString(), true).join();
        }
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(method + ": " + e.getCause().getMessage());
        } catch (TimeoutException e) {
            throw new AssertionError(method + ": no answer of the browser within " + PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            calls.remove(id);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            String text = partial.toString();
            partial.setLength(0);
            receive(text);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        calls.values().forEach(call -> call.completeExceptionally(error));
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
        onError(webSocket, new IllegalStateException("the browser closed the connection: " + status + " " + reason));
        return null;
    }

    private void receive(String text) {
        JsonNode message;
        try {
            message = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        var call = calls.get(message.path("id").asLong(-1));
        if (message.path("type").asText().equals("event")) {
            events.accept(message.path("method").asText(), message.path("params"));
        } else if (call != null && message.has("result")) {
            call.complete(message.get("result"));
        } else if (call != null) {
            call.completeExceptionally(new IllegalStateException(message.path("error")
                            .asText() + ": " + message.path("message").asText()));
        }
    }

    @Override
    public void close() {
        socket.abort();
    }
}
