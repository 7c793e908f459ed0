// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.stream.FrameReader;

/** A {@link FrameReader} that takes pictures and samples too, as a conversion does. */
interface MediaReader {
    void onFormat(TrackFormat format);

    void onFrame(MediaFrame frame);

    void onMuted(boolean muted);

    void onEnded();

    /** A reader that gets only encoded frames. */
    static MediaReader of(FrameReader reader) {
        return new MediaReader() {
            @Override
            public void onFormat(TrackFormat format) {
                reader.onFormat(format);
            }

            @Override
            public void onFrame(MediaFrame frame) {
                if (frame instanceof EncodedFrame encoded) {
                    reader.onFrame(encoded);
                }
            }

            @Override
            public void onMuted(boolean muted) {
                reader.onMuted(muted);
            }

            @Override
            public void onEnded() {
                reader.onEnded();
            }
        };
    }
}
