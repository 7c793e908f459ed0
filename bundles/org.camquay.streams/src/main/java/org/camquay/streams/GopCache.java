// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaFrame;

/** The video frames since the last key frame. Too many of them, and there is nothing until the next one. */
final class GopCache {
    private final Supplier<Settings> settings;
    private final List<EncodedFrame> frames = new ArrayList<>();
    private long bytes;

    GopCache(Supplier<Settings> settings) {
        this.settings = settings;
    }

    void add(MediaFrame frame) {
        if (!(frame instanceof EncodedFrame encoded)) {
            return;
        }
        if (encoded.isKey()) {
            clear();
        } else if (frames.isEmpty()) {
            return;
        }
        frames.add(encoded);
        bytes += encoded.size();
        if (!settings.get().cached().holds(frames.size(), bytes)) {
            clear();
        }
    }

    List<EncodedFrame> frames() {
        return frames;
    }

    void clear() {
        frames.clear();
        bytes = 0;
    }
}
