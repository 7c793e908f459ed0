// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The committed clips: small, made with the programs of FFmpeg from its test picture. */
final class Clips {
    private Clips() {}

    /** The folder they are in. */
    static Path folder() {
        try {
            return Path.of(Clips.class.getResource("clip.mp4").toURI()).getParent();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(folder().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first picture of {@code jpeg.mov}: 64 by 48. */
    static byte[] jpeg() {
        byte[] movie = bytes("jpeg.mov");
        int begin = find(movie, 0, 0xd8);
        return Arrays.copyOfRange(movie, begin, find(movie, begin, 0xd9) + 2);
    }

    private static int find(byte[] bytes, int from, int marker) {
        for (int i = from; ; i++) {
            boolean hit = (bytes[i] & 0xff) == 0xff && (bytes[i + 1] & 0xff) == marker;
            if (hit && (marker != 0xd8 || (bytes[i + 2] & 0xff) == 0xff)) {
                return i;
            }
        }
    }

    static FfmpegCaptureDriver driver() {
        return new FfmpegCaptureDriver(folder().toString(), Clocks.SYSTEM);
    }
}
