// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.control;

import java.util.List;

/** The stored intent of {@code startWebRTC}, keys as EMS has them, without token and key paths; {@code streams} is ours. */
public record WebRtcConfig(
        long configId,
        String ers,
        String ersip,
        int ersport,
        boolean ersOverSsl,
        String url,
        String roomid,
        List<String> streams,
        boolean keepAlive,
        int operationType,
        IntentStatus status) {}
