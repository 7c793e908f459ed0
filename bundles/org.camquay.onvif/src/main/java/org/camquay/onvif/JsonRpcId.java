// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The id of a request: a number or a string of up to 64 characters, echoed as it came.
 *
 * @param value the string, or the number's digits
 * @param number whether it stands without quotes
 */
public record JsonRpcId(String value, boolean number) {
    private static final int MAX_LENGTH = 64;

    /** A numeric id. */
    public static JsonRpcId of(long value) {
        return new JsonRpcId(Long.toString(value), true);
    }

    /** Empty for what is no id, or one that is too long to be echoed. */
    static Optional<JsonRpcId> parse(JsonNode node) {
        var id = Optional.<JsonRpcId>empty();
        if (node.isTextual()) {
            id = Optional.of(new JsonRpcId(node.textValue(), false));
        } else if (node.isNumber()) {
            id = Optional.of(new JsonRpcId(node.asText(), true));
        }
        return id.filter(i -> i.value().length() <= MAX_LENGTH);
    }

    JsonNode toJson() {
        return number ? DecimalNode.valueOf(new BigDecimal(value)) : TextNode.valueOf(value);
    }
}
