// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Result of {@code invite}: the SDP answer. */
public record InviteResult(String answer, List<String> subprotocols) implements OnvifParams {
    public InviteResult {
        subprotocols = List.copyOf(subprotocols);
    }

    /** Reads it; the problem names what is missing. */
    public static Decoded<InviteResult> parse(JsonNode json) {
        var fields = new Fields("invite result", json);
        return Fields.decode(fields, new InviteResult(fields.text("answer"), fields.texts("subprotocols")));
    }

    @Override
    public ObjectNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("answer", answer);
        Fields.put(json, "subprotocols", subprotocols);
        return json;
    }
}
