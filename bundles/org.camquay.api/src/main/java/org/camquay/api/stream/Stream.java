// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.stream;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.camquay.api.media.UnusedTrack;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A live stream: one source and its tracks; or a group, which is the same source in several qualities, each a stream of
 * its own too. Outlives its driver. Thread: any.
 */
@ProviderType
public interface Stream {
    /** The name viewers ask for. */
    String name();

    /** The group it is one quality of; empty for none. */
    default String group() {
        return "";
    }

    /** The streams a group is made of, best first; empty when this is no group. */
    default List<Stream> qualities() {
        return List.of();
    }

    /** Unique in this process, from 1. */
    long id();

    /** The source, {@code group:NAME} for a group; never show its user information. */
    URI uri();

    /** Where it is in its life. */
    StreamState state();

    /** One sentence on the state: why it waits, what is wrong with the source; no secret in it. */
    String status();

    /** Since when {@link #state()} holds. */
    Instant since();

    /** The tracks known so far; the same objects as long as the stream lives. */
    List<Track> tracks();

    /** The tracks of the source that viewers do not get, and why; empty for a group, whose streams have their own. */
    default List<UnusedTrack> unusedTracks() {
        return List.of();
    }

    /**
     * Says that somebody wants to watch: a lazy source is opened.
     *
     * @return the tracks, once they are known: at once when the stream was live before, else when its source first
     *     opens; completes exceptionally with a {@code CaptureException} when the stream is shut down before
     */
    CompletionStage<List<Track>> open();
}
