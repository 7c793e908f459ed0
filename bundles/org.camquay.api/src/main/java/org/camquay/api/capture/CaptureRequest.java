// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.capture;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/**
 * What a driver is asked to open.
 *
 * @param streamName the stream it becomes; names the driver's thread {@code capture-<stream>}, if it has one for each source
 * @param uri the source, which may hold a user and password: never log it as it is, see {@link #redacted(URI)}
 * @param forceTcp whether an RTSP source is to send over its TCP connection instead of UDP
 * @param timeout how long opening, and silence afterwards, may last before the source counts as lost
 */
public record CaptureRequest(String streamName, URI uri, boolean forceTcp, Duration timeout) {
    public CaptureRequest {
        Objects.requireNonNull(streamName, "streamName");
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(timeout, "timeout");
    }

    /** The URI as it may be shown, see {@link Redaction}. */
    public static String redacted(URI uri) {
        return Redaction.of(uri);
    }

    /** The record as it may be logged. */
    @Override
    public String toString() {
        return streamName + " from " + redacted(uri);
    }
}
