// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.stream;

import java.net.URI;
import java.util.Objects;
import org.camquay.api.capture.CaptureRequest;

/**
 * What to bring in as a live stream.
 *
 * @param name unique among live streams: 1 to 64 letters, digits, {@code . _ -}
 * @param uri the source; may hold a user and password
 * @param forceTcp whether an RTSP source is to send over its TCP connection
 * @param keepAlive whether a lost source is opened again; otherwise the stream ends with it
 * @param lazy whether the source is opened with the first viewer and closed after the last
 */
public record StreamRequest(String name, URI uri, boolean forceTcp, boolean keepAlive, boolean lazy) {
    public StreamRequest {
        Objects.requireNonNull(uri, "uri");
        if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException(
                    "stream name '" + name + "': use 1 to 64 letters, digits, '.', '_', '-'");
        }
    }

    /** The record as it may be logged. */
    @Override
    public String toString() {
        return name + " from " + CaptureRequest.redacted(uri);
    }
}
