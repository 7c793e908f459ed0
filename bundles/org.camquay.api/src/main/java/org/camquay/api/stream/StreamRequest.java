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
 * @param group of which it is one quality, a name like that of a stream; empty for none
 */
public record StreamRequest(String name, URI uri, boolean forceTcp, boolean keepAlive, boolean lazy, String group) {
    private static final String NAME = "[A-Za-z0-9._-]{1,64}";

    public StreamRequest {
        Objects.requireNonNull(uri, "uri");
        requireName("stream", name);
        if (!group.isEmpty()) {
            requireName("group", group);
        }
        if (group.equals(name)) {
            throw new IllegalArgumentException(
                    "stream name '" + name + "' is its group's, too: give the stream a name of its own");
        }
    }

    /** In no group. */
    public StreamRequest(String name, URI uri, boolean forceTcp, boolean keepAlive, boolean lazy) {
        this(name, uri, forceTcp, keepAlive, lazy, "");
    }

    private static void requireName(String what, String name) {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException(
                    what + " name '" + name + "': use 1 to 64 letters, digits, '.', '_', '-'");
        }
    }

    /** The record as it may be logged. */
    @Override
    public String toString() {
        return name + " from " + CaptureRequest.redacted(uri);
    }
}
