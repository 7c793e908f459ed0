// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.capture;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * An opened device (the <em>source</em> behind a track in W3C mediacapture-streams; not the MSE interface). All methods
 * may be called from any thread, do not block for long, and do nothing once it is closed.
 */
@ConsumerType
public interface MediaSource extends AutoCloseable {
    /** Asks for a key frame soon. Sources that cannot ignore it: their next regular one will do. */
    default void requestKeyFrame() {}

    /**
     * Asks the device's encoder for a bitrate: the largest that any viewer can take, when that is less than the device
     * was configured for. Seldom called more often than once a second.
     *
     * @param bitsPerSecond for the video of this source; {@link Integer#MAX_VALUE} takes all wishes back
     * @return whether the device can do so
     */
    default boolean setTargetBitrate(int bitsPerSecond) {
        return false;
    }

    /** Ends delivery: after it returns, the sink is not called again. Idempotent. Not called from the sink. */
    @Override
    void close();
}
