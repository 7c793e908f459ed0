// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.util.List;
import java.util.Optional;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.TrackFormat;

/** Makes the frames of one track of a container's packets. */
interface TrackReader extends AutoCloseable {
    /** The track's format as far as it is known. It may change with each packet. */
    Optional<TrackFormat> format();

    /** Looks into a packet for the format, before delivery begins. */
    void inspect(Packet packet);

    /** The packets that now have all that belongs to their frames; none while more may come. */
    default List<Packet> assemble(Packet packet) {
        return List.of(packet);
    }

    /** How long the frame of a packet lasts by its own account, in microseconds; 0 if it does not tell. */
    default long length(Packet packet) {
        return 0;
    }

    /** Why {@link #read} gives nothing of what comes, and what can be done about it; empty if nothing is missing. */
    default String lack() {
        return "";
    }

    /** The frame a packet holds; empty when it is of no use. */
    Optional<MediaFrame> read(Packet packet, long timestamp, long captureTime);

    /** Whether presentation order differs from the order of the packets. */
    default boolean reordered() {
        return false;
    }

    @Override
    default void close() {}
}
