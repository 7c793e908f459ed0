// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.time.Duration;
import org.camquay.api.stream.Backlog;

/** The configuration as the streams use it. Each looks it up anew, so that a change is felt by all. */
record Settings(
        Duration sourceTimeout,
        Duration firstPause,
        Duration longestPause,
        Duration settled,
        Duration idle,
        Backlog cached,
        Duration keyFrameSpacing,
        double bitsPerPixel,
        int minBitrate,
        Duration keyFrameInterval,
        int audioBitrate) {

    static Settings of(StreamRegistry.Config config) {
        return new Settings(
                Duration.ofMillis(config.sourceTimeoutMillis()),
                Duration.ofMillis(config.firstPauseMillis()),
                Duration.ofMillis(config.longestPauseMillis()),
                Duration.ofMillis(config.settledMillis()),
                Duration.ofMillis(config.idleMillis()),
                new Backlog(config.cachedFrames(), config.cachedBytes()),
                Duration.ofMillis(config.keyFrameSpacingMillis()),
                config.bitsPerThousandPixels() / 1000.0,
                config.minBitrate(),
                Duration.ofMillis(config.keyFrameIntervalMillis()),
                config.audioBitrate());
    }

    /** What an encoder is given for pictures of that size. */
    int videoBitrate(int width, int height, double frameRate) {
        double wanted = bitsPerPixel * width * height * frameRate;
        return (int) Math.max(minBitrate, Math.min(wanted, 100_000_000));
    }
}
