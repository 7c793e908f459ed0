// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** A STUN or TURN server, W3C {@code RTCIceServer}; {@code urls} is always written as an array. */
public record OnvifIceServer(List<String> urls, Optional<String> username, Optional<String> credential) {
    public OnvifIceServer {
        urls = List.copyOf(urls);
    }

    ObjectNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        var array = json.putArray("urls");
        urls.forEach(array::add);
        username.ifPresent(v -> json.put("username", v));
        credential.ifPresent(v -> json.put("credential", v));
        return json;
    }

    /** Without the credential, so that it can be logged. */
    @Override
    public String toString() {
        return "OnvifIceServer" + urls;
    }
}
