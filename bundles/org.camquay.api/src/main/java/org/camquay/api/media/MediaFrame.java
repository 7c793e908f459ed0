// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.media;

/** What flows through a track: one access unit, one picture, or one block of samples. Immutable. */
public sealed interface MediaFrame permits EncodedFrame, VideoFrame, AudioFrame {
    /** The value of {@link #captureTime()} when the source does not tell. */
    long UNKNOWN_TIME = Long.MIN_VALUE;

    /** Presentation time in microseconds on the source's own clock; tracks of one source share the clock. */
    long timestamp();

    /** When it was captured, in microseconds since 1970-01-01T00:00Z, or {@link #UNKNOWN_TIME}. */
    long captureTime();
}
