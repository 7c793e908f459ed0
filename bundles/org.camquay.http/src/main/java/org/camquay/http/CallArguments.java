// SPDX-License-Identifier: Apache-2.0
package org.camquay.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Reads a command's arguments from the query and the JSON body of a request. What it says never repeats a value. */
final class CallArguments {
    /** The longest body taken, in bytes. */
    static final int MAX_BODY = 64 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private CallArguments() {}

    /** What was given with a request and its body, by name in any letter case. */
    static Map<String, String> of(HttpServletRequest request, byte[] body) throws RefusedException {
        var arguments = new CallArguments();
        arguments.query(request.getQueryString());
        arguments.body(String.valueOf(request.getContentType()), body);
        return arguments.values;
    }

    private void query(String query) throws RefusedException {
        for (String part : query == null ? new String[0] : query.split("&")) {
            if (part.isEmpty()) {
                continue;
            }
            int equals = part.indexOf('=');
            try {
                put(
                        URLDecoder.decode(equals < 0 ? part : part.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(equals < 0 ? "" : part.substring(equals + 1), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                throw bad("the query is not well-formed: % must be followed by two hexadecimal digits");
            }
        }
    }

    private void body(String type, byte[] body) throws RefusedException {
        if (body.length == 0) {
            return;
        }
        if (!type.matches("(?i)application/json\\s*(;.*)?")) {
            throw new RefusedException(
                    HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE, "the body's Content-Type must be application/json");
        }
        try {
            JsonNode tree = JSON.readTree(body);
            if (!tree.isObject()) {
                throw bad("the body is JSON but not an object; write {\"parameter\": value}");
            }
            for (var field : tree.properties()) {
                put(field.getKey(), text(field.getKey(), field.getValue()));
            }
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw bad("the body is not JSON"
                    + (at == null ? "" : ": see line " + at.getLineNr() + ", column " + at.getColumnNr()));
        } catch (IOException e) {
            throw bad("the body is not JSON");
        }
    }

    private static String text(String name, JsonNode value) throws RefusedException {
        if (!value.isTextual() && !value.isNumber() && !value.isBoolean()) {
            throw bad("parameter '" + name + "' is neither a string, a number nor a boolean");
        }
        return value.asText();
    }

    private void put(String name, String value) throws RefusedException {
        if (values.put(name, value) != null) {
            throw bad("parameter '" + name + "' is given twice");
        }
    }

    private static RefusedException bad(String sentence) {
        return new RefusedException(HttpServletResponse.SC_BAD_REQUEST, sentence);
    }
}
