// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.camquay.sdp.Sdp;

/** A viewer's way to a camera through its room at a rendezvous: ONVIF WebRTC, where the camera offers. For one viewer. */
final class Room implements Signaling, WebSocket.Listener {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final long PATIENCE_SECONDS = 20;

    private final URI url;
    private final String room;
    private final LinkedBlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    private WebSocket socket;

    /** @param server where the rendezvous serves HTTP */
    Room(URI server, String room) {
        this.url = URI.create("ws" + server.resolve("/signaling").toString().substring("http".length()));
        this.room = room;
    }

    @Override
    public Sdp connect(LocalDescription local) throws IOException {
        open();
        call(1, "register", Web.JSON.createObjectNode());
        call(2, "connect", Web.JSON.createObjectNode().put("peer", room).put("authorization", ""));
        var invite = await(
                "an invitation", message -> message.path("method").asText().equals("invite"));
        var offer = invite.at("/params/offer").asText();
        var answer = Web.JSON.createObjectNode().put("jsonrpc", "2.0");
        answer.set("id", invite.get("id"));
        answer.putObject("result").put("answer", local.answer(Signaling.parse(offer)));
        send(answer);
        var all = new StringBuilder(offer);
        for (var next = candidate(); !next.isEmpty(); next = candidate()) {
            all.append("a=").append(next).append("\r\n");
        }
        return Signaling.parse(all.toString());
    }

    private String candidate() throws IOException {
        return await("a candidate", message -> message.path("method").asText().equals("trickle"))
                .at("/params/candidate/candidate")
                .asText();
    }

    private void open() throws IOException {
        try {
            socket = CLIENT.newWebSocketBuilder()
                    .subprotocols("webrtc.onvif.org")
                    .buildAsync(url, this)
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("no connection to " + url, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private void call(int id, String method, ObjectNode params) throws IOException {
        var request =
                Web.JSON.createObjectNode().put("jsonrpc", "2.0").put("id", id).put("method", method);
        request.set("params", params);
        send(request);
        var reply = await(
                "an answer to " + method, message -> message.path("id").asInt(-1) == id && !message.has("method"));
        if (!reply.has("result")) {
            throw new IOException(method + ": " + reply);
        }
    }

    private void send(JsonNode message) throws IOException {
        try {
            socket.sendText(message.toString(), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("cannot send", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private JsonNode await(String what, Predicate<JsonNode> wanted) throws IOException {
        try {
            while (true) {
                var message = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (message == null || message.isMissingNode()) {
                    throw new IOException(what + " did not come from " + url);
                }
                if (wanted.test(message)) {
                    return message;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            try {
                received.add(Web.JSON.readTree(partial.toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
        received.add(Web.JSON.missingNode());
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        received.add(Web.JSON.missingNode());
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.abort();
        }
    }
}
