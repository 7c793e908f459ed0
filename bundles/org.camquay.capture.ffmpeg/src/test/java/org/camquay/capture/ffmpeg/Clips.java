// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

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

    static FfmpegCaptureDriver driver() {
        return new FfmpegCaptureDriver(folder().toString(), Clocks.SYSTEM);
    }
}
