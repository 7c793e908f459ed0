// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import java.util.List;
import java.util.UUID;

/**
 * What the intents file holds.
 *
 * @param device this device's instance, by which a signaling server knows it again
 * @param lastConfigId the highest configId given so far
 */
record StoredIntents(UUID device, long lastConfigId, List<PullIntent> pull, List<WebRtcIntent> webrtc) {
    StoredIntents {
        pull = List.copyOf(pull);
        webrtc = List.copyOf(webrtc);
    }
}
