// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.control;

import java.util.List;
import org.camquay.api.media.UnusedTrack;

/**
 * A live stream, as {@code listStreams} and {@code getStreamInfo} answer.
 *
 * @param uri without user information
 * @param state of {@code org.camquay.api.stream.StreamState}
 * @param status one sentence: what is wrong with the source, and what is done about it
 * @param upTime seconds since it came to this state
 * @param group of which it is one quality; empty for none
 * @param qualities the streams a group is made of, best first; empty for a stream
 * @param unusedTracks what the source has and viewers do not get, and why
 */
public record StreamEntry(
        long id,
        String name,
        String uri,
        String state,
        String status,
        double upTime,
        String group,
        List<String> qualities,
        List<TrackEntry> tracks,
        List<UnusedTrack> unusedTracks) {
    /**
     * A track.
     *
     * @param codec the source's media type
     * @param fmtp its parameters
     * @param muted whether no data flows for now
     * @param bFrames whether output order differs from decoding order, so that it is converted for browsers
     * @param deliverable the codecs it can be sent in
     * @param bitrate bits a second
     */
    public record TrackEntry(
            String kind,
            String codec,
            String fmtp,
            int width,
            int height,
            double frameRate,
            int sampleRate,
            int channels,
            boolean muted,
            boolean bFrames,
            List<String> deliverable,
            long frames,
            long keyFrames,
            long bytes,
            long bitrate,
            int readers) {}
}
