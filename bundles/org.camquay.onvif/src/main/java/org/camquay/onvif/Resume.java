// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Params of {@code vnd.camquay.resume}. Not ONVIF's.
 *
 * @param session the session that goes on, which only its two ends know
 * @param peer viewer to server: id of the device
 * @param authorization viewer to server: access token
 */
public record Resume(String session, Optional<String> peer, Optional<String> authorization) implements OnvifParams {
    /** Reads it; the problem names what is missing. */
    public static Decoded<Resume> parse(JsonNode json) {
        var fields = new Fields("resume", json);
        return Fields.decode(
                fields,
                new Resume(fields.text("session"), fields.optionalText("peer"), fields.optionalText("authorization")));
    }

    @Override
    public ObjectNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("session", session);
        peer.ifPresent(v -> json.put("peer", v));
        authorization.ifPresent(v -> json.put("authorization", v));
        return json;
    }

    /** Without the token, so that it can be logged. */
    @Override
    public String toString() {
        return "Resume[session=" + session + "]";
    }
}
