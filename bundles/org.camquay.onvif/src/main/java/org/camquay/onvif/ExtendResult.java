// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Result of {@code extend}: seconds until the session ends. */
public record ExtendResult(int expiryTimeSeconds) implements OnvifParams {
    /** Reads it; the problem names what is missing. */
    public static Decoded<ExtendResult> parse(JsonNode json) {
        var fields = new Fields("extend result", json);
        return Fields.decode(fields, new ExtendResult(fields.integer("expiryTimeSeconds", 0)));
    }

    @Override
    public ObjectNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("expiryTimeSeconds", expiryTimeSeconds);
        return json;
    }
}
