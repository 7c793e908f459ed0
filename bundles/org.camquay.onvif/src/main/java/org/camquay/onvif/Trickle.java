// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Params of {@code trickle}, both ways: one ICE candidate, or the end of them. */
public record Trickle(String session, IceCandidateInit candidate) implements OnvifParams {
    /** Reads it; the problem names what is missing. */
    public static Decoded<Trickle> parse(JsonNode json) {
        var fields = new Fields("trickle", json);
        return Fields.decode(fields, new Trickle(fields.text("session"), fields.candidate()));
    }

    @Override
    public ObjectNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("session", session);
        json.set("candidate", candidate.toJson());
        return json;
    }
}
