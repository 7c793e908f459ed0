// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.message;

import java.util.Locale;

/**
 * The session that a camera made (RFC 2326 §12.37).
 *
 * @param id as it is sent back
 * @param timeoutSeconds after how many seconds without a request the camera ends it, 60 if it does not say
 */
public record SessionId(String id, int timeoutSeconds) {
    private static final int DEFAULT_TIMEOUT = 60;
    private static final int MAX_ID = 256;

    /** Reads a field {@code Session}. */
    public static SessionId parse(String value) {
        int timeout = DEFAULT_TIMEOUT;
        var parts = value.split(";");
        for (int i = 1; i < parts.length; i++) {
            var part = parts[i].strip().toLowerCase(Locale.ROOT);
            if (part.startsWith("timeout")) {
                int told = Numbers.parse(part.substring(part.indexOf('=') + 1).strip());
                timeout = told > 0 ? told : timeout;
            }
        }
        var id = parts.length == 0 ? "" : parts[0].strip();
        return new SessionId(id.substring(0, Math.min(id.length(), MAX_ID)), timeout);
    }
}
