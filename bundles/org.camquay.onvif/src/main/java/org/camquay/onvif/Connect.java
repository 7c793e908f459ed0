// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Params of {@code connect}, client to server.
 *
 * @param peer id of the device
 * @param authorization access token; an empty string in open mode
 * @param profile the stream wanted
 */
public record Connect(String peer, String authorization, Optional<String> profile) implements OnvifParams {
    /** Reads it; the problem names what is missing. */
    public static Decoded<Connect> parse(JsonNode json) {
        var fields = new Fields("connect", json);
        return Fields.decode(
                fields, new Connect(fields.text("peer"), fields.text("authorization"), fields.optionalText("profile")));
    }

    @Override
    public ObjectNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("peer", peer);
        json.put("authorization", authorization);
        profile.ifPresent(v -> json.put("profile", v));
        return json;
    }

    /** Without the token, so that it can be logged. */
    @Override
    public String toString() {
        return "Connect[peer=" + peer + "]";
    }
}
