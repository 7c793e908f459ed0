// SPDX-License-Identifier: Apache-2.0
package org.camquay.codec.ffmpeg;

import java.util.LinkedHashMap;
import java.util.Map;
import org.camquay.api.media.MediaFrame;

/** Carries capture times past a decoder, by timestamp. Keeps only the latest few. */
final class CaptureTimes {
    private static final int KEPT = 64;

    private final Map<Long, Long> times = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > KEPT;
        }
    };

    void put(long timestamp, long captureTime) {
        if (captureTime != MediaFrame.UNKNOWN_TIME) {
            times.put(timestamp, captureTime);
        }
    }

    long take(long timestamp) {
        Long time = times.remove(timestamp);
        return time == null ? MediaFrame.UNKNOWN_TIME : time;
    }
}
