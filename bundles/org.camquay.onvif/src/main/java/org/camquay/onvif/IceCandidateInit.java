// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An ICE candidate, W3C {@code RTCIceCandidateInit}.
 *
 * @param candidate {@code candidate:…}; empty for the end of candidates
 */
public record IceCandidateInit(
        String candidate, Optional<String> sdpMid, OptionalInt sdpMLineIndex, Optional<String> usernameFragment) {
    /** No more candidates follow; written as {@code {"candidate":""}}. */
    public static final IceCandidateInit END =
            new IceCandidateInit("", Optional.empty(), OptionalInt.empty(), Optional.empty());

    /** Whether this is the end of candidates. */
    public boolean end() {
        return candidate.isEmpty();
    }

    ObjectNode toJson() {
        var json = JsonNodeFactory.instance.objectNode().put("candidate", candidate);
        sdpMid.ifPresent(v -> json.put("sdpMid", v));
        sdpMLineIndex.ifPresent(v -> json.put("sdpMLineIndex", v));
        usernameFragment.ifPresent(v -> json.put("usernameFragment", v));
        return json;
    }
}
