// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Result of {@code connect} from the device: its capabilities as registered. */
public record ConnectDeviceResult(List<String> capabilities) implements OnvifParams {
    public ConnectDeviceResult {
        capabilities = List.copyOf(capabilities);
    }

    /** Reads it; the problem names what is missing. */
    public static Decoded<ConnectDeviceResult> parse(JsonNode json) {
        var fields = new Fields("connect result", json);
        return Fields.decode(fields, new ConnectDeviceResult(fields.texts("capabilities")));
    }

    @Override
    public ObjectNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        Fields.put(json, "capabilities", capabilities);
        return json;
    }
}
