// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * The error object of JSON-RPC 2.0 §5.1, with ONVIF's session.
 *
 * @param code one of {@link ErrorCode}, or another
 * @param message one sentence
 * @param session the session concerned; empty if none
 */
public record JsonRpcError(int code, String message, Optional<String> session) {
    private static final int MAX_MESSAGE = 1000;

    /** An error of no session. */
    public JsonRpcError(int code, String message) {
        this(code, message, Optional.empty());
    }

    /** An error of one session. */
    public JsonRpcError(int code, String message, String session) {
        this(code, message, Optional.of(session));
    }

    static Optional<JsonRpcError> parse(JsonNode node) {
        if (!node.isObject() || !node.path("code").canConvertToInt()) {
            return Optional.empty();
        }
        var message = node.path("message").asText("");
        var cut = message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message;
        var session = Optional.ofNullable(node.path("session").textValue());
        return Optional.of(new JsonRpcError(node.path("code").intValue(), cut, session));
    }

    ObjectNode toJson() {
        var json = JsonNodeFactory.instance.objectNode().put("code", code).put("message", message);
        session.ifPresent(s -> json.put("session", s));
        return json;
    }
}
