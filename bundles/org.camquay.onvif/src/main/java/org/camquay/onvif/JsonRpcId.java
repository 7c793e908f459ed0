// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The id of a request: a number or a string, echoed as it came.
 *
 * @param value the string, or the number's digits
 * @param number whether it stands without quotes
 */
public record JsonRpcId(String value, boolean number) {
    /** A numeric id. */
    public static JsonRpcId of(long value) {
        return new JsonRpcId(Long.toString(value), true);
    }

    static Optional<JsonRpcId> parse(JsonNode node) {
        if (node.isTextual()) {
            return Optional.of(new JsonRpcId(node.textValue(), false));
        }
        return node.isNumber() ? Optional.of(new JsonRpcId(node.asText(), true)) : Optional.empty();
    }

    JsonNode toJson() {
        return number ? DecimalNode.valueOf(new BigDecimal(value)) : TextNode.valueOf(value);
    }
}
