// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.camquay.api.ice.IceCandidate;
import org.camquay.testkit.contract.RemotePeer;

/** An ONVIF client in bare JSON, independent of the code under test. */
final class OnvifViewer implements RemotePeer, WebSocket.Listener {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String room;
    private final WebSocket socket;
    private final StringBuilder partial = new StringBuilder();
    private final CompletableFuture<JsonNode> registered = new CompletableFuture<>();
    private final CompletableFuture<String> session = new CompletableFuture<>();
    private final BlockingQueue<JsonNode> invites = new LinkedBlockingQueue<>();
    private final List<IceCandidate> candidates = new CopyOnWriteArrayList<>();
    private volatile String refusal;
    private JsonNode lastInvite;

    OnvifViewer(URI url, String room) throws Exception {
        this.room = room;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols("webrtc.onvif.org")
                .buildAsync(url, this)
                .get(10, TimeUnit.SECONDS);
        send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"register\",\"params\":{}}");
        registered.get(10, TimeUnit.SECONDS);
    }

    private void send(String text) throws Exception {
        socket.sendText(text, true).get(10, TimeUnit.SECONDS);
    }

    private static ObjectNode message() {
        return MAPPER.createObjectNode().put("jsonrpc", "2.0");
    }

    @Override
    public void join(String streamName) throws Exception {
        var connect = message().put("id", 2).put("method", "connect");
        var params = connect.putObject("params").put("peer", room).put("authorization", "");
        if (!streamName.isEmpty()) {
            params.put("profile", streamName);
        }
        send(connect.toString());
    }

    @Override
    public String awaitOffer(Duration timeout) throws Exception {
        lastInvite = invites.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
        if (lastInvite == null) {
            throw new AssertionError("no offer within " + timeout);
        }
        return lastInvite.at("/params/offer").asText();
    }

    @Override
    public void answer(String sdp) throws Exception {
        var answer = message();
        answer.set("id", lastInvite.get("id"));
        answer.putObject("result").put("answer", sdp);
        send(answer.toString());
    }

    @Override
    public void trickle(IceCandidate candidate) throws Exception {
        var trickle = message().put("method", "trickle");
        var params = trickle.putObject("params").put("session", session.get(10, TimeUnit.SECONDS));
        var init = params.putObject("candidate").put("candidate", candidate.candidate());
        if (!candidate.isEnd()) {
            init.put("sdpMid", candidate.sdpMid()).put("sdpMLineIndex", candidate.sdpMLineIndex());
        }
        send(trickle.toString());
    }

    /** Asks the camera for an ICE restart. */
    void wishRestart() throws Exception {
        var wish = message().put("method", "vnd.camquay.restart");
        wish.putObject("params").put("session", session.get(10, TimeUnit.SECONDS));
        send(wish.toString());
    }

    /** What came beside the last offer. */
    JsonNode servers() {
        return lastInvite.at("/params/iceServers");
    }

    @Override
    public List<IceCandidate> candidates() {
        return candidates;
    }

    @Override
    public Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    @Override
    public void leave() throws Exception {
        var error = message();
        error.putObject("error")
                .put("code", 410)
                .put("message", "The viewer has left")
                .put("session", session.get(10, TimeUnit.SECONDS));
        send(error.toString());
    }

    @Override
    public void close() {
        socket.abort();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            try {
                receive(MAPPER.readTree(partial.toString()));
            } catch (JsonProcessingException e) {
                refusal = "not JSON: " + partial;
            }
            partial.setLength(0);
        }
        from.request(1);
        return null;
    }

    private void receive(JsonNode message) {
        if (message.path("method").asText().equals("invite")) {
            invites.add(message);
        } else if (message.path("method").asText().equals("trickle")) {
            var init = message.at("/params/candidate");
            candidates.add(new IceCandidate(
                    init.path("candidate").asText(), init.path("sdpMid").textValue(), null, null));
        } else if (message.has("error")) {
            refusal = message.at("/error/message").asText();
        } else if (message.path("id").asInt() == 1) {
            registered.complete(message);
        } else if (message.path("id").asInt() == 2) {
            session.complete(message.at("/result/session").asText());
        }
    }
}
