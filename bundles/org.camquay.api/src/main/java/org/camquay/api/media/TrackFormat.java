// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.media;

/** The current format of a track. It changes in band: a new one comes before the first frame that needs it. */
public sealed interface TrackFormat permits VideoFormat, AudioFormat {
    /** How the frames are coded; {@link Codec#RAW_VIDEO} and {@link Codec#RAW_AUDIO} when they are not. */
    Codec codec();

    /** Whether this is sound or picture. */
    default MediaKind kind() {
        return codec().kind();
    }
}
