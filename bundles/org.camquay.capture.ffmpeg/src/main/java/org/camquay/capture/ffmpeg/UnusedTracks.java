// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_DATA;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_SUBTITLE;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import java.util.Locale;
import java.util.Optional;
import org.camquay.api.media.UnusedTrack;

/** Why a stream of a container is not used, and what to do about it. Pure. */
final class UnusedTracks {
    private UnusedTracks() {}

    /**
     * What to say of a stream that no viewer gets.
     *
     * @param second whether another stream of its kind is used
     * @return empty for what nobody misses
     */
    static Optional<UnusedTrack> of(ElementaryStream stream, boolean second) {
        return switch (stream.kind()) {
            case AVMEDIA_TYPE_VIDEO ->
                track(
                        "video",
                        stream,
                        second
                                ? "a stream has one picture, the first one; pull this one by an address of its own"
                                : "this codec is not supported; set the camera to H.264");
            case AVMEDIA_TYPE_AUDIO ->
                track(
                        "audio",
                        stream,
                        second
                                ? "a stream has one sound, the first one"
                                : "this codec is not supported; set the camera to AAC, G.711 or Opus");
            case AVMEDIA_TYPE_DATA, AVMEDIA_TYPE_SUBTITLE ->
                track("application", stream, "only picture and sound are sent");
            default -> Optional.empty();
        };
    }

    private static Optional<UnusedTrack> track(String kind, ElementaryStream stream, String reason) {
        String codec = stream.codecName().equals("none") ? "" : name(stream.codecName());
        return Optional.of(new UnusedTrack(kind, codec, reason));
    }

    /** FFmpeg's name, as people write it. */
    private static String name(String codec) {
        return codec.replaceFirst("^adpcm_", "").toUpperCase(Locale.ROOT);
    }
}
