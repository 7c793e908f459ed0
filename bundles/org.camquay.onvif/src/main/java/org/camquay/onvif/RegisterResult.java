// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Result of {@code register}: the id the server gave. */
public record RegisterResult(String id) implements OnvifParams {
    /** Reads it; the problem names what is missing. */
    public static Decoded<RegisterResult> parse(JsonNode json) {
        var fields = new Fields("register result", json);
        return Fields.decode(fields, new RegisterResult(fields.text("id")));
    }

    @Override
    public ObjectNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", id);
        return json;
    }
}
