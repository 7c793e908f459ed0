// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.UUID;
import org.camquay.sdp.Sdp;

/** One viewer of Janus's streaming plugin over its HTTP interface: Janus offers, we answer. */
final class JanusSignaling implements Signaling {
    private static final int EVENTS = 20;

    private final Web web;
    private final int mountpoint;
    private String session;
    private String plugin;

    JanusSignaling(Web web, int mountpoint) {
        this.web = web;
        this.mountpoint = mountpoint;
    }

    @Override
    public void prepare() throws IOException {
        session = "/janus/" + id(web.postJson("/janus", message("create")));
        plugin = session + "/" + id(web.postJson(session, message("attach").put("plugin", "janus.plugin.streaming")));
    }

    @Override
    public Sdp connect(LocalDescription local) throws IOException {
        request("watch", null);
        var offer = Signaling.parse(awaitOffer());
        var answer = Web.JSON.createObjectNode().put("type", "answer").put("sdp", local.answer(offer));
        request("start", answer);
        var trickle = message("trickle");
        trickle.putObject("candidate").put("completed", true);
        web.postJson(plugin, trickle);
        return offer;
    }

    private void request(String name, ObjectNode jsep) throws IOException {
        var message = message("message");
        var body = message.putObject("body").put("request", name);
        if (name.equals("watch")) {
            body.put("id", mountpoint);
        }
        if (jsep != null) {
            message.set("jsep", jsep);
        }
        var reply = web.postJson(plugin, message);
        if (!reply.path("janus").asText().equals("ack")) {
            throw new IOException("Janus: " + name + ": " + reply);
        }
    }

    private String awaitOffer() throws IOException {
        JsonNode event = null;
        for (int i = 0; i < EVENTS; i++) {
            event = web.getJson(session + "?maxev=1");
            if (event.path("jsep").path("type").asText().equals("offer")) {
                return event.path("jsep").path("sdp").asText();
            }
        }
        throw new IOException("Janus made no offer; its last event: " + event);
    }

    private static long id(JsonNode reply) throws IOException {
        long id = reply.path("data").path("id").asLong();
        if (id == 0) {
            throw new IOException("Janus: " + reply);
        }
        return id;
    }

    private static ObjectNode message(String verb) {
        return Web.JSON
                .createObjectNode()
                .put("janus", verb)
                .put("transaction", UUID.randomUUID().toString());
    }

    @Override
    public void close() throws IOException {
        if (session != null) {
            web.postJson(session, message("destroy"));
            session = null;
        }
    }
}
