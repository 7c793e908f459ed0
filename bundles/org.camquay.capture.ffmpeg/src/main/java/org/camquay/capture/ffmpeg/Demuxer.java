// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.util.Optional;
import java.util.function.LongSupplier;

/** An opened container or connection. Thread: the source's own, which alone enters. */
interface Demuxer extends AutoCloseable {
    /** Opens what the location names, for as long as the watch allows. */
    static Demuxer open(MediaLocation location, Interrupts interrupts, Watch watch, LongSupplier nanoTime)
            throws DemuxException {
        if (!location.isHttp()) {
            return new ContainerDemuxer(location, null, interrupts, watch, nanoTime);
        }
        var input = new HttpInput(location, interrupts, watch);
        return input.isJpeg()
                ? new JpegDemuxer(input, watch, nanoTime)
                : new ContainerDemuxer(location, input, interrupts, watch, nanoTime);
    }

    /** How many streams are known so far. */
    int streams();

    /** Whether more streams may come with the packets. */
    boolean mayGrow();

    /** Whether it is a recording, of known size, rather than live. */
    boolean isRecording();

    /** FFmpeg's names of the container. */
    String containerName();

    /** What is known of a stream now. */
    Optional<ElementaryStream> stream(int index);

    /**
     * The next packet; null at the end.
     *
     * @throws DemuxException if it cannot be read, or the watch interrupted
     */
    Packet read() throws DemuxException;

    @Override
    void close();
}
