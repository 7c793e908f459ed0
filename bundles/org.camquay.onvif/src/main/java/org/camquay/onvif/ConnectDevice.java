// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Params of {@code connect}, server to device.
 *
 * @param profile the stream wanted
 * @param expiryTimeSeconds how long the session may last unless extended
 */
public record ConnectDevice(
        String session, Optional<String> profile, List<OnvifIceServer> iceServers, OptionalInt expiryTimeSeconds)
        implements OnvifParams {
    public ConnectDevice {
        iceServers = List.copyOf(iceServers);
    }

    /** Reads it; the problem names what is missing. */
    public static Decoded<ConnectDevice> parse(JsonNode json) {
        var fields = new Fields("connect", json);
        return Fields.decode(
                fields,
                new ConnectDevice(
                        fields.text("session"),
                        fields.optionalText("profile"),
                        fields.iceServers(),
                        fields.optionalInteger("expiryTimeSeconds", 0)));
    }

    @Override
    public ObjectNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("session", session);
        profile.ifPresent(v -> json.put("profile", v));
        Fields.putServers(json, iceServers);
        expiryTimeSeconds.ifPresent(v -> json.put("expiryTimeSeconds", v));
        return json;
    }
}
