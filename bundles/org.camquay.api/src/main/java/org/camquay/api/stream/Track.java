// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.stream;

import java.util.List;
import java.util.Optional;
import org.camquay.api.media.Codec;
import org.camquay.api.media.MediaKind;
import org.camquay.api.media.TrackFormat;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One kind of media with one current format and many readers (W3C {@code MediaStreamTrack}). <em>Muted</em> means no
 * data for now, <em>ended</em> never again. Thread: any.
 */
@ProviderType
public interface Track {
    /** Unique in this process. */
    String id();

    /** The name of the stream it belongs to. */
    default String label() {
        return id();
    }

    /** Sound or picture. */
    MediaKind kind();

    /** The current format; empty before the first. */
    Optional<TrackFormat> format();

    /** Whether no data flows for now. */
    boolean muted();

    /** Whether no data will ever flow again. */
    boolean ended();

    /**
     * The codecs this track can be delivered in now, best first: the source's own where a browser can play it, then
     * those that a present encoder converts to.
     */
    List<Codec> codecs();

    /**
     * This track in a codec: passed through when the source has it, converted once for all readers when not. The same
     * object for the same codec; it goes on, converting or not, when the source's format changes.
     *
     * @param codec one of {@link #codecs()}
     * @throws IllegalArgumentException if it is not one of them
     */
    Track in(Codec codec);

    /**
     * The same picture or sound in several qualities, best first, as far as they can be had in this track's codecs; the
     * list changes when streams of a group come and go. Each goes by its own clock. Whoever cannot choose reads this
     * track, which is then the best there is when the reading begins, and stays that one: a reader who wants to go on
     * with another quality when the first falls silent chooses itself, as {@code webrtc} does.
     */
    default List<Track> qualities() {
        return List.of(this);
    }

    /**
     * Adds a reader. It first gets the format and the frames since the last key frame, in the calling thread before
     * this returns, then what follows, in the source's thread.
     */
    Subscription addReader(FrameReader reader);

    /** How much a reader that joins is given of what came before; whoever keeps frames for others keeps as many. */
    default Backlog backlog() {
        return Backlog.USUAL;
    }

    /** Asks the source for a key frame; requests of all readers are merged and rate-limited. */
    void requestKeyFrame();

    /** What has passed so far. */
    TrackStats stats();
}
