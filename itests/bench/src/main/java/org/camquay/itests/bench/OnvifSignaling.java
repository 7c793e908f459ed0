// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.camquay.sdp.Sdp;

/** One viewer of a room of a rendezvous: the camera offers, we answer (ONVIF WebRTC). */
final class OnvifSignaling implements Signaling, WebSocket.Listener {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int PATIENCE_SECONDS = 20;

    private final URI server;
    private final String room;
    private final Map<Integer, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();
    private final BlockingQueue<JsonNode> invites = new LinkedBlockingQueue<>();
    private final AtomicInteger nextId = new AtomicInteger(1);
    private final StringBuilder partial = new StringBuilder();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private WebSocket socket;

    OnvifSignaling(URI server, String room) {
        this.server = server;
        this.room = room;
    }

    @Override
    public void prepare() throws IOException {
        socket = await(HTTP.newWebSocketBuilder()
                .subprotocols("webrtc.onvif.org")
                .buildAsync(URI.create(server.resolve("/signaling").toString().replaceFirst("http", "ws")), this));
        call("register", Web.JSON.createObjectNode());
    }

    @Override
    public Sdp connect(LocalDescription local) throws IOException {
        ask();
        try {
            var invite = invites.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (invite == null) {
                throw new IOException("the camera made no offer");
            }
            var offer = Signaling.parse(invite.at("/params/offer").asText());
            var reply = Web.JSON.createObjectNode().put("jsonrpc", "2.0");
            reply.set("id", invite.get("id"));
            reply.putObject("result").put("answer", local.answer(offer));
            await(socket.sendText(reply.toString(), true));
            return offer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Asks for the room; fails if there is no camera in it. */
    void ask() throws IOException {
        call("connect", Web.JSON.createObjectNode().put("peer", room).put("authorization", ""));
    }

    private void call(String method, ObjectNode params) throws IOException {
        int id = nextId.getAndIncrement();
        var reply = new CompletableFuture<JsonNode>();
        calls.put(id, reply);
        var request =
                Web.JSON.createObjectNode().put("jsonrpc", "2.0").put("id", id).put("method", method);
        await(socket.sendText(request.set("params", params).toString(), true));
        var message = await(reply);
        if (!message.has("result")) {
            throw new IOException(method + ": " + message);
        }
    }

    /** Done when the socket is gone. */
    CompletableFuture<Void> closed() {
        return closed;
    }

    private static <T> T await(CompletableFuture<T> future) throws IOException {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            try {
                receive(Web.JSON.readTree(partial.toString()));
            } catch (IOException e) {
                closed.completeExceptionally(e);
            }
            partial.setLength(0);
        }
        from.request(1);
        return null;
    }

    private void receive(JsonNode message) {
        var call =
                message.has("method") ? null : calls.remove(message.path("id").asInt(-1));
        if (call != null) {
            call.complete(message);
        } else if (message.path("method").asText().equals("invite")) {
            invites.add(message);
        }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        closed.complete(null);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.complete(null);
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.abort();
        }
    }
}
