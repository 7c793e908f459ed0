// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Params of {@code invite}, device to server to client: an SDP offer. */
public record Invite(String session, String offer, List<String> subprotocols) implements OnvifParams {
    public Invite {
        subprotocols = List.copyOf(subprotocols);
    }

    /** Reads it; the problem names what is missing. */
    public static Decoded<Invite> parse(JsonNode json) {
        var fields = new Fields("invite", json);
        return Fields.decode(
                fields, new Invite(fields.text("session"), fields.text("offer"), fields.texts("subprotocols")));
    }

    @Override
    public ObjectNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("session", session);
        json.put("offer", offer);
        Fields.put(json, "subprotocols", subprotocols);
        return json;
    }
}
