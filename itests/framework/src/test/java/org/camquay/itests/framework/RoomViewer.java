// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.framework;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.camquay.itests.harness.Api;

/** Watches a room as an ONVIF WebRTC client does: {@code register}, {@code connect}, and an answer to {@code invite}. */
final class RoomViewer implements WebSocket.Listener, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 20;

    private final LibwebrtcPeer peer = new LibwebrtcPeer();
    private final Map<Integer, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();
    private final LinkedBlockingQueue<JsonNode> invites = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<JsonNode> trickled = new LinkedBlockingQueue<>();
    private final AtomicInteger nextId = new AtomicInteger(1);
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;

    RoomViewer(Api api, String room) throws Exception {
        var url = URI.create(api.uri("/signaling").toString().replaceFirst("http", "ws"));
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols("webrtc.onvif.org")
                .buildAsync(url, this)
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        call("register", JSON.createObjectNode());
        call("connect", JSON.createObjectNode().put("peer", room).put("authorization", ""));
        var invite = invites.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (invite == null) {
            throw new AssertionError("no invite");
        }
        var answer = JSON.createObjectNode().put("jsonrpc", "2.0");
        answer.set("id", invite.get("id"));
        answer.putObject("result")
                .put("answer", peer.answer(invite.path("params").path("offer").asText()));
        send(answer);
        takeCandidates();
    }

    private void takeCandidates() throws InterruptedException {
        while (true) {
            var params = trickled.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            var candidate = params == null ? null : params.path("candidate");
            if (candidate == null || candidate.path("candidate").asText().isEmpty()) {
                return;
            }
            peer.addCandidate(
                    candidate.path("sdpMid").asText("0"),
                    candidate.path("sdpMLineIndex").asInt(),
                    candidate.path("candidate").asText());
        }
    }

    LibwebrtcPeer peer() {
        return peer;
    }

    private JsonNode call(String method, ObjectNode params) throws Exception {
        int id = nextId.getAndIncrement();
        var reply = new CompletableFuture<JsonNode>();
        calls.put(id, reply);
        var request =
                JSON.createObjectNode().put("jsonrpc", "2.0").put("id", id).put("method", method);
        request.set("params", params);
        send(request);
        var message = reply.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!message.has("result")) {
            throw new AssertionError(method + ": " + message);
        }
        return message.get("result");
    }

    private synchronized void send(JsonNode message) {
        socket.sendText(message.toString(), true).join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            try {
                receive(JSON.readTree(partial.toString()));
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    private void receive(JsonNode message) {
        switch (message.path("method").asText()) {
            case "invite" -> invites.add(message);
            case "trickle" -> trickled.add(message.path("params"));
            default -> {
                var call = calls.remove(message.path("id").asInt(-1));
                if (call != null) {
                    call.complete(message);
                }
            }
        }
    }

    @Override
    public void close() {
        socket.abort();
        peer.close();
    }
}
