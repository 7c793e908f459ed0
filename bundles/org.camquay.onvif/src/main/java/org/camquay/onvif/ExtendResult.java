// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Result of {@code extend}.
 *
 * @param expiryTimeSeconds until the session ends
 * @param iceServers to the client: fresh credentials. Not ONVIF's; who does not know it ignores it
 */
public record ExtendResult(int expiryTimeSeconds, List<OnvifIceServer> iceServers) implements OnvifParams {
    public ExtendResult {
        iceServers = List.copyOf(iceServers);
    }

    /** As ONVIF has it. */
    public ExtendResult(int expiryTimeSeconds) {
        this(expiryTimeSeconds, List.of());
    }

    /** Reads it; the problem names what is missing. */
    public static Decoded<ExtendResult> parse(JsonNode json) {
        var fields = new Fields("extend result", json);
        return Fields.decode(fields, new ExtendResult(fields.integer("expiryTimeSeconds", 0), fields.iceServers()));
    }

    @Override
    public ObjectNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("expiryTimeSeconds", expiryTimeSeconds);
        Fields.putServers(json, iceServers);
        return json;
    }
}
