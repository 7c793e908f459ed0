// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.util.concurrent.atomic.AtomicBoolean;
import org.camquay.api.codec.CodecException;
import org.camquay.api.media.AudioFormat;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.media.VideoFormat;

/** Decodes, where there is something to decode, and encodes. For one format of the source; one thread. */
interface Transcoder {
    /** Where the result goes; {@code input} is how the fan-out knows it. */
    record Output(Object input, FanOut out, AtomicBoolean keyFrameWanted) {
        void format(TrackFormat format) {
            out.format(input, format);
        }

        void frame(EncodedFrame frame) {
            out.frame(input, frame);
        }
    }

    /** Converts one frame. When {@code behind}, pictures are decoded but not encoded, to catch up. */
    void convert(MediaFrame frame, boolean behind) throws CodecException;

    /** Whether the codecs it uses are still there. */
    boolean available(Codecs codecs);

    /** Frees the codecs. */
    void close();

    /** Opens what the way from a format to a codec takes. */
    static Transcoder open(TrackFormat format, Codec target, Core core, Output output) throws CodecException {
        if (format instanceof VideoFormat video) {
            return new VideoTranscoder(video, target, core, output);
        }
        return new AudioTranscoder((AudioFormat) format, target, core, output);
    }

    /** What to say when no service does it. */
    static CodecException missing(String what, Codec codec) {
        return new CodecException("no " + what + " for " + codec.name() + " is installed; add a codec bundle");
    }
}
