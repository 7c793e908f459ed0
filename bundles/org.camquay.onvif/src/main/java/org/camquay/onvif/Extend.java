// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Params of {@code extend}.
 *
 * @param authorization client to server: the new access token
 * @param expiryTimeSeconds server to device: the new time
 * @param iceServers server to device: fresh credentials. Not ONVIF's; who does not know it ignores it (JSON-RPC 2.0)
 */
public record Extend(
        String session, Optional<String> authorization, OptionalInt expiryTimeSeconds, List<OnvifIceServer> iceServers)
        implements OnvifParams {
    public Extend {
        iceServers = List.copyOf(iceServers);
    }

    /** As ONVIF has it. */
    public Extend(String session, Optional<String> authorization, OptionalInt expiryTimeSeconds) {
        this(session, authorization, expiryTimeSeconds, List.of());
    }

    /** Reads it; the problem names what is missing. */
    public static Decoded<Extend> parse(JsonNode json) {
        var fields = new Fields("extend", json);
        return Fields.decode(
                fields,
                new Extend(
                        fields.text("session"),
                        fields.optionalText("authorization"),
                        fields.optionalInteger("expiryTimeSeconds", 0),
                        fields.iceServers()));
    }

    @Override
    public ObjectNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("session", session);
        authorization.ifPresent(v -> json.put("authorization", v));
        expiryTimeSeconds.ifPresent(v -> json.put("expiryTimeSeconds", v));
        Fields.putServers(json, iceServers);
        return json;
    }

    /** Without the token, so that it can be logged. */
    @Override
    public String toString() {
        return "Extend[session=" + session + "]";
    }
}
