// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the members of one JSON object and remembers the first that is not as it must be. {@code null} is absent. */
final class Fields {
    private static final int MAX_ITEMS = 64;

    private final String of;
    private final JsonNode json;
    private String problem;

    Fields(String of, JsonNode json) {
        this.of = of;
        this.json = json;
        if (!json.isObject()) {
            problem = of + ": send an object";
        }
    }

    /** The value made of the members read, unless one of them was wrong. */
    static <T> Decoded<T> decode(Fields fields, T value) {
        return fields.problem == null
                ? new Decoded.Ok<>(value)
                : new Decoded.Problem<>(new JsonRpcError(
                        ErrorCode.INVALID_PARAMS,
                        fields.problem,
                        Optional.ofNullable(fields.json.path("session").textValue())));
    }

    String text(String name) {
        var node = json.path(name);
        return node.isTextual() ? node.textValue() : wrong(name, "a string", "");
    }

    Optional<String> optionalText(String name) {
        return json.hasNonNull(name) ? Optional.of(text(name)) : Optional.empty();
    }

    List<String> texts(String name) {
        var texts = new ArrayList<String>();
        for (var item : array(name)) {
            texts.add(item.isTextual() ? item.textValue() : wrong(name, "an array of strings", ""));
        }
        return texts;
    }

    int integer(String name, int min) {
        var node = json.path(name);
        var whole = node.isNumber() && node.canConvertToExactIntegral() && node.canConvertToInt();
        return whole && node.intValue() >= min
                ? node.intValue()
                : wrong(name, "a whole number of at least " + min, min);
    }

    OptionalInt optionalInteger(String name, int min) {
        return json.hasNonNull(name) ? OptionalInt.of(integer(name, min)) : OptionalInt.empty();
    }

    boolean bool(String name) {
        var node = json.path(name);
        return node.isBoolean() ? node.booleanValue() : wrong(name, "true or false", false);
    }

    List<OnvifIceServer> iceServers() {
        var servers = new ArrayList<OnvifIceServer>();
        for (var item : array("iceServers")) {
            var fields = new Fields("iceServers", item);
            // W3C allows a single string; ONVIF does not, but a browser-minded server may send one
            var urls = item.path("urls").isTextual() ? List.of(item.path("urls").textValue()) : fields.texts("urls");
            if (urls.isEmpty()) {
                fields.wrong("urls", "an array of at least one URL", urls);
            }
            servers.add(new OnvifIceServer(urls, fields.optionalText("username"), fields.optionalText("credential")));
            take(fields);
        }
        return servers;
    }

    IceCandidateInit candidate() {
        var node = json.path("candidate");
        if (node.isNull()) {
            return IceCandidateInit.END;
        }
        var fields = new Fields("candidate", node);
        // All sections share one transport, so nothing depends on where a candidate belongs; the candidate says its
        // fragment.
        var index = node.path("sdpMLineIndex");
        var candidate = new IceCandidateInit(
                fields.optionalText("candidate").orElse(""),
                Optional.ofNullable(node.path("sdpMid").textValue()),
                index.isInt() && index.intValue() >= 0 ? OptionalInt.of(index.intValue()) : OptionalInt.empty(),
                Optional.ofNullable(node.path("usernameFragment").textValue()));
        take(fields);
        return candidate;
    }

    private JsonNode array(String name) {
        var node = json.path(name);
        if (node.isMissingNode() || node.isNull() || node.isArray() && node.size() <= MAX_ITEMS) {
            return node;
        }
        return wrong(name, "an array of at most " + MAX_ITEMS, MissingNode.getInstance());
    }

    private void take(Fields inner) {
        if (problem == null && inner.problem != null) {
            problem = of + ": " + inner.problem;
        }
    }

    private <T> T wrong(String name, String wanted, T instead) {
        if (problem == null) {
            problem = of + ": \"" + name + "\" must be " + wanted;
        }
        return instead;
    }

    static void put(ObjectNode json, String name, List<String> values) {
        if (!values.isEmpty()) {
            var array = json.putArray(name);
            values.forEach(array::add);
        }
    }

    static void putServers(ObjectNode json, List<OnvifIceServer> servers) {
        if (!servers.isEmpty()) {
            var array = json.putArray("iceServers");
            servers.forEach(s -> array.add(s.toJson()));
        }
    }
}
