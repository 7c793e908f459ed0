// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * Params of {@code register}, each end's first message.
 *
 * @param authorization access token, unless the HTTP request carried it
 * @param name the device's name; absent for a client
 * @param capabilities of a device, e.g. {@code extend}
 * @param holder a random key of a client, a secret, by which a token for one user stays with the first (not ONVIF's)
 */
public record Register(
        Optional<String> authorization, Optional<String> name, List<String> capabilities, Optional<String> holder)
        implements OnvifParams {
    public Register {
        capabilities = List.copyOf(capabilities);
    }

    /** As ONVIF has it. */
    public Register(Optional<String> authorization, Optional<String> name, List<String> capabilities) {
        this(authorization, name, capabilities, Optional.empty());
    }

    /** Reads it; the problem names what is missing. */
    public static Decoded<Register> parse(JsonNode json) {
        var fields = new Fields("register", json);
        return Fields.decode(
                fields,
                new Register(
                        fields.optionalText("authorization"),
                        fields.optionalText("name"),
                        fields.texts("capabilities"),
                        fields.optionalText("holder")));
    }

    @Override
    public ObjectNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        authorization.ifPresent(v -> json.put("authorization", v));
        name.ifPresent(v -> json.put("name", v));
        Fields.put(json, "capabilities", capabilities);
        holder.ifPresent(v -> json.put("holder", v));
        return json;
    }

    /** Without the token, so that it can be logged. */
    @Override
    public String toString() {
        return "Register[name=" + name + "]";
    }
}
