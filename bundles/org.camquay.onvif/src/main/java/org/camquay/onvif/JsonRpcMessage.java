// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** One message of JSON-RPC 2.0, parameters by name. The JSON inside belongs to the message: do not change it. */
public sealed interface JsonRpcMessage {
    /** Asks for an answer with the same id. */
    record Request(JsonRpcId id, String method, ObjectNode params) implements JsonRpcMessage {
        /** A request with typed parameters. */
        public Request(JsonRpcId id, String method, OnvifParams params) {
            this(id, method, params.toJson());
        }

        /** The answer with this result. */
        public Response answer(OnvifParams result) {
            return new Response(id, result.toJson());
        }

        /** The answer that refuses. */
        public ErrorResponse refuse(JsonRpcError error) {
            return new ErrorResponse(Optional.of(id), error);
        }
    }

    /** Asks for nothing. */
    record Notification(String method, ObjectNode params) implements JsonRpcMessage {
        /** A notification with typed parameters. */
        public Notification(String method, OnvifParams params) {
            this(method, params.toJson());
        }
    }

    /** The result of a request. */
    record Response(JsonRpcId id, JsonNode result) implements JsonRpcMessage {}

    /**
     * The refusal of a request, or, without id, ONVIF's {@code error} notification: then the error stands at the top
     * level and names its session itself.
     */
    record ErrorResponse(Optional<JsonRpcId> id, JsonRpcError error) implements JsonRpcMessage {
        /** An {@code error} notification. */
        public static ErrorResponse notification(JsonRpcError error) {
            return new ErrorResponse(Optional.empty(), error);
        }
    }
}
