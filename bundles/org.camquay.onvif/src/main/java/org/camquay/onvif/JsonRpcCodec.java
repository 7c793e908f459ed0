// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Reads and writes JSON-RPC messages. Whatever comes, reading answers with a {@link JsonRpcResult}, never an exception.
 *
 * <p>Thread: any.
 */
public final class JsonRpcCodec {
    /** The default for the longest text taken, in characters. */
    public static final int MAX_LENGTH = 256 * 1024;

    private static final int MAX_DEPTH = 32;

    private final int maxLength;
    private final JsonMapper mapper;

    /** A codec with the default limit. */
    public JsonRpcCodec() {
        this(MAX_LENGTH);
    }

    /** A codec that takes texts of at most this many characters. */
    public JsonRpcCodec(int maxLength) {
        this.maxLength = maxLength;
        var constraints = StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxStringLength(maxLength)
                .maxNameLength(256)
                .maxNumberLength(40)
                .build();
        this.mapper = JsonMapper.builder(
                        JsonFactory.builder().streamReadConstraints(constraints).build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }

    /** Reads one message. Unknown members are ignored; a batch is refused, since ONVIF has none. */
    public JsonRpcResult parse(String text) {
        if (text.length() > maxLength) {
            return problem(
                    ErrorCode.INVALID_REQUEST,
                    "Message of " + text.length() + " characters: send at most " + maxLength,
                    Optional.empty());
        }
        JsonNode json;
        try {
            json = mapper.readTree(text);
        } catch (JsonProcessingException e) {
            return notJson(
                    e.getLocation() == null
                            ? ""
                            : " at character " + e.getLocation().getCharOffset());
        } catch (NumberFormatException e) {
            // Jackson lets BigDecimal's own complaint about an exponent out of range through
            return notJson(", a number is out of range");
        }
        if (!json.isObject()) {
            var what = json.isArray() ? "Batches are not taken" : "Not a JSON-RPC message";
            return problem(ErrorCode.INVALID_REQUEST, what + ": send one object", Optional.empty());
        }
        return message(json);
    }

    /** The message as one line of JSON. */
    public String write(JsonRpcMessage message) {
        var json = mapper.createObjectNode().put("jsonrpc", "2.0");
        if (message instanceof JsonRpcMessage.Request request) {
            json.set("id", request.id().toJson());
            json.put("method", request.method()).set("params", request.params());
        } else if (message instanceof JsonRpcMessage.Notification notification) {
            json.put("method", notification.method()).set("params", notification.params());
        } else if (message instanceof JsonRpcMessage.Response response) {
            json.set("id", response.id().toJson());
            json.set("result", response.result());
        } else if (message instanceof JsonRpcMessage.ErrorResponse response) {
            response.id().ifPresent(id -> json.set("id", id.toJson()));
            json.set("error", response.error().toJson());
        }
        return json.toString();
    }

    private JsonRpcResult message(JsonNode json) {
        var id = JsonRpcId.parse(json.path("id"));
        if (!json.path("jsonrpc").asText("").equals("2.0")) {
            return problem(ErrorCode.INVALID_REQUEST, "No version: add \"jsonrpc\":\"2.0\"", id);
        }
        if (json.hasNonNull("id") && id.isEmpty()) {
            return problem(ErrorCode.INVALID_REQUEST, "Bad id: send a number, or a string of up to 64 characters", id);
        }
        if (json.has("method")) {
            return call(json, id);
        }
        if (json.has("error")) {
            var error = JsonRpcError.parse(json.path("error"));
            return error.isPresent()
                    ? new JsonRpcResult.Ok(new JsonRpcMessage.ErrorResponse(id, error.get()))
                    : problem(ErrorCode.INVALID_REQUEST, "Bad error: send an object with a whole number \"code\"", id);
        }
        if (json.has("result") && id.isPresent()) {
            return new JsonRpcResult.Ok(new JsonRpcMessage.Response(id.get(), json.get("result")));
        }
        return problem(
                ErrorCode.INVALID_REQUEST, "Not a JSON-RPC message: add \"method\", or \"id\" with \"result\"", id);
    }

    private JsonRpcResult call(JsonNode json, Optional<JsonRpcId> id) {
        var method = json.get("method");
        var params = json.get("params");
        if (!method.isTextual() || method.textValue().isEmpty()) {
            return problem(ErrorCode.INVALID_REQUEST, "Bad method: send its name as a string", id);
        }
        if (json.has("id") && id.isEmpty()) {
            return problem(ErrorCode.INVALID_REQUEST, "Null id: send a number or a string, or leave it out", id);
        }
        if (params != null && !params.isObject() && !params.isNull()) {
            return problem(ErrorCode.INVALID_REQUEST, "Bad params: send them by name, as an object", id);
        }
        var named = params instanceof ObjectNode object ? object : mapper.createObjectNode();
        return new JsonRpcResult.Ok(
                id.isPresent()
                        ? new JsonRpcMessage.Request(id.get(), method.textValue(), named)
                        : new JsonRpcMessage.Notification(method.textValue(), named));
    }

    private static JsonRpcResult notJson(String where) {
        var message = "Not JSON" + where + ": send one object, nested at most " + MAX_DEPTH + " deep";
        return problem(ErrorCode.PARSE_ERROR, message, Optional.empty());
    }

    private static JsonRpcResult problem(int code, String message, Optional<JsonRpcId> id) {
        return new JsonRpcResult.Problem(code, message, id);
    }
}
