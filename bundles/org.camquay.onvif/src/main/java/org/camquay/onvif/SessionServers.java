// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Params and result of {@code vnd.camquay.iceServers}: of which session, and then the servers with fresh credentials. Not
 * ONVIF's.
 *
 * @param iceServers empty in the params
 */
public record SessionServers(String session, List<OnvifIceServer> iceServers) implements OnvifParams {
    public SessionServers {
        iceServers = List.copyOf(iceServers);
    }

    /** Reads it; the problem names what is missing. */
    public static Decoded<SessionServers> parse(JsonNode json) {
        var fields = new Fields("iceServers", json);
        return Fields.decode(fields, new SessionServers(fields.text("session"), fields.iceServers()));
    }

    /** The params of an {@code invite} with these servers beside what they have already. */
    public ObjectNode into(JsonNode invite) {
        ObjectNode json = invite.deepCopy();
        Fields.putServers(json, iceServers);
        return json;
    }

    @Override
    public ObjectNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("session", session);
        Fields.putServers(json, iceServers);
        return json;
    }
}
