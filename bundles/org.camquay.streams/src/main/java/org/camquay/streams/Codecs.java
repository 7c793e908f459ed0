// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.camquay.api.codec.AudioDecoderFactory;
import org.camquay.api.codec.AudioEncoderFactory;
import org.camquay.api.codec.VideoDecoderFactory;
import org.camquay.api.codec.VideoEncoderFactory;
import org.camquay.api.media.Codec;
import org.camquay.api.media.MediaKind;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.media.VideoFormat;

/** The encoders and decoders there are now, what they can make of a format, and what needs neither. Thread: any. */
final class Codecs {
    final Ranked<VideoEncoderFactory> videoEncoders = new Ranked<>(VideoEncoderFactory.MIME_TYPES);
    final Ranked<VideoDecoderFactory> videoDecoders = new Ranked<>(VideoDecoderFactory.MIME_TYPES);
    final Ranked<AudioEncoderFactory> audioEncoders = new Ranked<>(AudioEncoderFactory.MIME_TYPES);
    final Ranked<AudioDecoderFactory> audioDecoders = new Ranked<>(AudioDecoderFactory.MIME_TYPES);

    /** What peer connections can send; kept while those that make them are replaced. */
    private volatile Set<String> sendable = Set.of();

    void sendable(Set<String> mimeTypes) {
        sendable = Set.copyOf(mimeTypes);
    }

    /** Whether a viewer who agreed on the codec can be given the format as it is. */
    boolean passes(TrackFormat format, Codec agreed) {
        return Passage.playable(format, sendable) && Passage.suits(format, agreed);
    }

    /** What a browser can be given of that format, best first. */
    List<Codec> reachable(TrackFormat format) {
        List<Codec> codecs = new ArrayList<>();
        if (Passage.playable(format, sendable)) {
            codecs.add(format.codec());
        }
        for (Codec target : targets(format)) {
            boolean listed = codecs.stream().anyMatch(c -> Passage.key(c).equals(Passage.key(target)));
            if (!listed && decodes(format) && encodes(target)) {
                codecs.add(target);
            }
        }
        return codecs;
    }

    private static List<Codec> targets(TrackFormat format) {
        if (format instanceof VideoFormat video) {
            return List.of(H264Level.codec(video.width(), video.height(), video.frameRate()));
        }
        return List.of(Codec.opus(), Codec.audio(Codec.PCMU, 8000, 1));
    }

    private boolean decodes(TrackFormat format) {
        String mime = format.codec().mimeType();
        if (Passage.raw(format)) {
            return true;
        }
        Optional<?> decoder = format.kind() == MediaKind.VIDEO ? videoDecoders.best(mime) : audioDecoders.best(mime);
        return decoder.isPresent();
    }

    private boolean encodes(Codec target) {
        String mime = target.mimeType();
        Optional<?> encoder = target.kind() == MediaKind.VIDEO ? videoEncoders.best(mime) : audioEncoders.best(mime);
        return encoder.isPresent();
    }
}
