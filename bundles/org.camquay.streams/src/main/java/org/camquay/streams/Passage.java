// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camquay.api.media.Codec;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.media.VideoFormat;

/** What passes through untouched, and which codecs are the same to a viewer. */
final class Passage {
    private static final Pattern PROFILE = Pattern.compile("profile-level-id=([0-9a-fA-F]{6})");

    private Passage() {}

    /**
     * Whether a browser plays the format as it is.
     *
     * @param sendable media types that can be sent
     */
    static boolean playable(TrackFormat format, Set<String> sendable) {
        boolean converted = format instanceof VideoFormat video && !video.playable();
        return !converted && sendable.stream().anyMatch(format.codec()::is);
    }

    /** What a format has that browsers cannot be given, beside its codec, to be said of a stream; empty for nothing. */
    static String hindrance(VideoFormat format) {
        if (format.reordered()) {
            return "has B-frames, which browsers cannot play over RTP";
        }
        if (format.recovery()) {
            return "has no IDR pictures, without which browsers cannot begin";
        }
        return format.upright() ? "" : "lies on its side or its head, which the codec cannot say";
    }

    /** What an operator can do about it, so that nothing has to be converted. */
    static String remedy(VideoFormat format) {
        if (format.reordered()) {
            return "turn them off in the camera to save this work";
        }
        return format.recovery()
                ? "turn intra refresh and open GOPs off in the camera to save this work"
                : "turn the picture in the camera, or encode the file upright, to save this work";
    }

    /** Whether the frames are not coded. */
    static boolean raw(TrackFormat format) {
        return format.codec().is(Codec.RAW_VIDEO) || format.codec().is(Codec.RAW_AUDIO);
    }

    /** Whether a viewer who agreed on the codec can be given a playable format as it is. */
    static boolean suits(TrackFormat format, Codec agreed) {
        if (!format.codec().is(agreed.mimeType())) {
            return false;
        }
        return !agreed.is(Codec.H264) || profile(format.codec()).within(profile(agreed));
    }

    /** Equal for codecs that are the same to a viewer: by media type and, for H.264, profile. */
    static String key(Codec codec) {
        String mime = codec.mimeType().toLowerCase(Locale.ROOT);
        return codec.is(Codec.H264) ? mime + "/" + profile(codec) : mime;
    }

    /**
     * Of the codecs of several qualities, best first, the one to agree on, so that a viewer who takes it takes all: for
     * H.264 the highest profile and the highest level.
     */
    static Codec covering(List<Codec> codecs) {
        Codec first = codecs.get(0);
        var alike = codecs.stream().filter(c -> c.is(first.mimeType())).toList();
        if (!first.is(Codec.H264)) {
            return first;
        }
        Codec widest = alike.stream()
                .filter(c -> alike.stream().allMatch(o -> profile(o).within(profile(c))))
                .findFirst()
                .orElse(first);
        int level = alike.stream().mapToInt(Passage::level).max().orElse(0);
        String line = PROFILE.matcher(widest.sdpFmtpLine())
                .replaceFirst(m -> "profile-level-id=" + m.group(1).substring(0, 4) + String.format("%02x", level));
        return new Codec(widest.mimeType(), widest.clockRate(), widest.channels(), line);
    }

    private static int level(Codec codec) {
        Matcher matcher = PROFILE.matcher(codec.sdpFmtpLine());
        return matcher.find() ? Integer.parseInt(matcher.group(1).substring(4), 16) : 0x0a;
    }

    private static Profile profile(Codec codec) {
        Matcher matcher = PROFILE.matcher(codec.sdpFmtpLine());
        // RFC 6184 §8.1: without the parameter it is baseline.
        int id = matcher.find() ? Integer.parseInt(matcher.group(1), 16) : 0x42000a;
        return Profile.of(id >> 16, id >> 8 & 0xff);
    }

    /** H.264 profiles; those of one line of inheritance in rising order. */
    private enum Profile {
        CONSTRAINED_BASELINE,
        MAIN,
        HIGH,
        BASELINE,
        OTHER;

        /** RFC 6184 §8.1, table 5, as far as cameras go. */
        static Profile of(int idc, int constraints) {
            boolean constrained = idc == 0x42 && (constraints & 0x40) != 0
                    || idc == 0x4d && (constraints & 0x80) != 0
                    || idc == 0x58 && (constraints & 0xc0) == 0xc0;
            if (constrained) {
                return CONSTRAINED_BASELINE;
            }
            return switch (idc) {
                case 0x42 -> BASELINE;
                case 0x4d -> MAIN;
                case 0x64 -> HIGH;
                default -> OTHER;
            };
        }

        /** Whether a decoder of {@code agreed} decodes this. */
        boolean within(Profile agreed) {
            return this == agreed || this == CONSTRAINED_BASELINE && agreed != OTHER || this == MAIN && agreed == HIGH;
        }
    }
}
