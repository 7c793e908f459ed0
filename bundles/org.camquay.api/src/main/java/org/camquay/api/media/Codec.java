// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.media;

import java.util.Locale;
import java.util.Objects;

/**
 * A codec as W3C webrtc-pc describes it ({@code RTCRtpCodec}).
 *
 * @param mimeType media type and subtype, for example {@code video/H264}; compared without regard to case
 * @param clockRate RTP clock rate in hertz, 1 or more
 * @param channels audio channels, 0 for video
 * @param sdpFmtpLine the {@code a=fmtp} parameters, empty when there are none
 */
public record Codec(String mimeType, int clockRate, int channels, String sdpFmtpLine) {
    /** ITU-T H.264 in Annex B form, one access unit a frame. */
    public static final String H264 = "video/H264";
    /** ITU-T H.265 in Annex B form, one access unit a frame. */
    public static final String H265 = "video/H265";
    /** Motion JPEG: each frame one JPEG picture. */
    public static final String JPEG = "video/JPEG";
    /** Uncompressed pictures, {@link VideoFrame}. */
    public static final String RAW_VIDEO = "video/raw";
    /** Opus (RFC 7587). */
    public static final String OPUS = "audio/opus";
    /** G.711 mu-law (RFC 3551). */
    public static final String PCMU = "audio/PCMU";
    /** G.711 A-law (RFC 3551). */
    public static final String PCMA = "audio/PCMA";
    /** AAC without ADTS headers; the AudioSpecificConfig is the format's description. */
    public static final String AAC = "audio/mpeg4-generic";
    /** Uncompressed sound, {@link AudioFrame}. */
    public static final String RAW_AUDIO = "audio/L16";

    public Codec {
        Objects.requireNonNull(mimeType, "mimeType");
        Objects.requireNonNull(sdpFmtpLine, "sdpFmtpLine");
        if (mimeType.indexOf('/') < 1 || clockRate < 1 || channels < 0) {
            throw new IllegalArgumentException("not a codec: " + mimeType + "/" + clockRate + "/" + channels);
        }
    }

    /** H.264 in packetization-mode 1 (RFC 6184 §8.1). {@code profileLevelId}: six hexadecimal digits. */
    public static Codec h264(String profileLevelId) {
        return new Codec(
                H264,
                90_000,
                0,
                "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id="
                        + profileLevelId.toLowerCase(Locale.ROOT));
    }

    /** Opus as WebRTC carries it: 48 kHz, two channels, in-band FEC. */
    public static Codec opus() {
        return new Codec(OPUS, 48_000, 2, "minptime=10;useinbandfec=1");
    }

    /** A video codec without parameters. */
    public static Codec video(String mimeType) {
        return new Codec(mimeType, 90_000, 0, "");
    }

    /** An audio codec without parameters. */
    public static Codec audio(String mimeType, int clockRate, int channels) {
        return new Codec(mimeType, clockRate, channels, "");
    }

    /** Whether this is sound or picture. */
    public MediaKind kind() {
        return mimeType.regionMatches(true, 0, "audio/", 0, 6) ? MediaKind.AUDIO : MediaKind.VIDEO;
    }

    /** Whether the media type is {@code type}, without regard to case. */
    public boolean is(String type) {
        return mimeType.equalsIgnoreCase(type);
    }

    /** The subtype, for example {@code H264}. */
    public String name() {
        return mimeType.substring(mimeType.indexOf('/') + 1);
    }
}
