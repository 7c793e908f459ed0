// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.testpattern;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.media.AudioFormat;
import org.camquay.api.media.Codec;
import org.camquay.api.media.VideoFormat;

/**
 * What a URI asks for: {@code test:bars?size=1280x720&fps=30&tone=440}.
 *
 * @param width in pixels, even
 * @param height in pixels, even
 * @param frameRate pictures a second
 * @param tone in hertz, 0 for no sound
 * @param noise behind the clock, percent, 0 for none
 */
record PatternOptions(int width, int height, int frameRate, int tone, int noise) {
    static final PatternOptions DEFAULT = new PatternOptions(1280, 720, 30, 440, 0);
    /** Samples a second. */
    static final int SAMPLE_RATE = 48_000;

    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

    static PatternOptions parse(URI uri) throws CaptureException {
        String[] parts = uri.getSchemeSpecificPart().split("\\?", 2);
        if (!parts[0].equals("bars")) {
            throw refusal(uri, "the only pattern is test:bars");
        }
        PatternOptions options = DEFAULT;
        if (parts.length == 2) {
            for (String parameter : parts[1].split("&")) {
                options = options.with(uri, parameter);
            }
        }
        return options;
    }

    private PatternOptions with(URI uri, String parameter) throws CaptureException {
        String name = parameter.replaceFirst("=.*", "");
        String value = parameter.substring(Math.min(parameter.length(), name.length() + 1));
        return switch (name) {
            case "size" -> withSize(uri, value);
            case "fps" -> new PatternOptions(width, height, number(uri, "fps", value, 1, 120), tone, noise);
            case "tone" -> {
                int hertz = value.equals("0") ? 0 : number(uri, "tone (0 for none)", value, 20, 10_000);
                yield new PatternOptions(width, height, frameRate, hertz, noise);
            }
            case "noise" ->
                new PatternOptions(width, height, frameRate, tone, number(uri, "noise, in percent,", value, 0, 100));
            default -> throw refusal(uri, "'" + name + "' is none of size, fps, tone, noise");
        };
    }

    private PatternOptions withSize(URI uri, String value) throws CaptureException {
        Matcher size = SIZE.matcher(value);
        if (size.matches()) {
            int w = Integer.parseInt(size.group(1));
            int h = Integer.parseInt(size.group(2));
            if (w >= 64 && w <= 3840 && h >= 64 && h <= 2160 && w % 2 == 0 && h % 2 == 0) {
                return new PatternOptions(w, h, frameRate, tone, noise);
            }
        }
        throw refusal(uri, "size takes even numbers from 64x64 to 3840x2160");
    }

    private static int number(URI uri, String name, String value, int least, int most) throws CaptureException {
        if (value.matches("\\d{1,6}")) {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw refusal(uri, name + " takes a whole number from " + least + " to " + most);
    }

    private static CaptureException refusal(URI uri, String why) {
        return new CaptureException(uri + ": " + why);
    }

    boolean hasTone() {
        return tone > 0;
    }

    VideoFormat videoFormat() {
        return new VideoFormat(Codec.video(Codec.RAW_VIDEO), width, height, frameRate, false);
    }

    AudioFormat audioFormat() {
        return new AudioFormat(Codec.audio(Codec.RAW_AUDIO, SAMPLE_RATE, 1), SAMPLE_RATE, 1);
    }
}
