// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Params of {@code vnd.camquay.presence}, server to client: whether a camera is there. */
public record Presence(String peer, boolean online) implements OnvifParams {
    /** Reads it; the problem names what is missing. */
    public static Decoded<Presence> parse(JsonNode json) {
        var fields = new Fields("presence", json);
        return Fields.decode(fields, new Presence(fields.text("peer"), fields.bool("online")));
    }

    @Override
    public ObjectNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("peer", peer);
        json.put("online", online);
        return json;
    }
}
