// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.stream;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.camquay.api.capture.CaptureException;
import org.osgi.annotation.versioning.ProviderType;

/** The registry of live streams, a service of the core. Thread: any. */
@ProviderType
public interface Streams {
    /**
     * Makes a stream and begins to open its source; does not wait for it. Without a driver for the scheme the stream
     * waits for one: callers who rather refuse ask {@link #schemes()} first.
     *
     * @throws CaptureException if the name is taken, or the group's name is that of a stream
     */
    Stream pull(StreamRequest request) throws CaptureException;

    /** The live stream, or group of streams, of that name. */
    Optional<Stream> find(String name);

    /** All live streams, in the order they were pulled; a group before the first of its streams. */
    List<Stream> list();

    /** Ends a stream, or all of a group: sources are closed, tracks end. Returns whether there was one. */
    boolean shutdown(String name);

    /** The URI schemes that drivers claim now, in lower case. */
    Set<String> schemes();
}
