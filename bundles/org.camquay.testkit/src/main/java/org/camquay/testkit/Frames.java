// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit;

import java.nio.ByteBuffer;
import org.camquay.api.media.AudioFrame;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.VideoFrame;

/** What the kinds of frames have in common. */
public final class Frames {
    private Frames() {}

    /** The bytes of any frame. */
    public static ByteBuffer data(MediaFrame frame) {
        if (frame instanceof EncodedFrame encoded) {
            return encoded.data();
        }
        return frame instanceof VideoFrame picture ? picture.data() : ((AudioFrame) frame).data();
    }

    /** The same encoded frame at another time. */
    public static EncodedFrame at(EncodedFrame frame, long timestamp) {
        return new EncodedFrame(frame.type(), timestamp, frame.duration(), frame.captureTime(), frame.data());
    }
}
