// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalInt;

/**
 * Result of {@code connect} for the client.
 *
 * @param expiryTimeSeconds how long the session may last unless extended
 */
public record ConnectResult(
        String session, List<OnvifIceServer> iceServers, OptionalInt expiryTimeSeconds, List<String> capabilities)
        implements OnvifParams {
    public ConnectResult {
        iceServers = List.copyOf(iceServers);
        capabilities = List.copyOf(capabilities);
    }

    /** Reads it; the problem names what is missing. */
    public static Decoded<ConnectResult> parse(JsonNode json) {
        var fields = new Fields("connect result", json);
        return Fields.decode(
                fields,
                new ConnectResult(
                        fields.text("session"),
                        fields.iceServers(),
                        fields.optionalInteger("expiryTimeSeconds", 0),
                        fields.texts("capabilities")));
    }

    @Override
    public ObjectNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("session", session);
        Fields.putServers(json, iceServers);
        expiryTimeSeconds.ifPresent(v -> json.put("expiryTimeSeconds", v));
        Fields.put(json, "capabilities", capabilities);
        return json;
    }
}
