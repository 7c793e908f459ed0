// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import java.net.URI;
import java.util.Objects;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.stream.StreamRequest;

/**
 * The will to have a stream.
 *
 * @param uri as given: it may hold a password, so it is never shown
 * @param group of which the stream is one quality; empty for none
 */
record PullIntent(
        long configId,
        String uri,
        String localStreamName,
        boolean keepAlive,
        boolean forceTcp,
        boolean lazy,
        String group) {
    PullIntent {
        // What was stored before there were groups has none.
        group = Objects.requireNonNullElse(group, "");
        // Building the request checks names and URI, so that a hand-edited store is caught where it is read.
        new StreamRequest(localStreamName, URI.create(uri), forceTcp, keepAlive, lazy, group);
    }

    StreamRequest request() {
        return new StreamRequest(localStreamName, URI.create(uri), forceTcp, keepAlive, lazy, group);
    }

    /** The URI as it may be shown. */
    String shownUri() {
        return CaptureRequest.redacted(URI.create(uri));
    }

    boolean sameWill(PullIntent other) {
        return uri.equals(other.uri)
                && localStreamName.equals(other.localStreamName)
                && keepAlive == other.keepAlive
                && forceTcp == other.forceTcp
                && lazy == other.lazy
                && group.equals(other.group);
    }

    PullIntent withConfigId(long id) {
        return new PullIntent(id, uri, localStreamName, keepAlive, forceTcp, lazy, group);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return localStreamName + " from " + shownUri();
    }
}
