// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.peer;

import java.util.Objects;

/** W3C {@code RTCSessionDescription}: an offer or answer with its SDP. */
public record SessionDescription(SdpType type, String sdp) {
    public SessionDescription {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(sdp, "sdp");
    }
}
