// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the picture comes from.
 *
 * @param uri for {@code pullStream}
 * @param folder that {@code file:} may read
 * @param file the clip, for servers that have to be fed; empty for a test pattern
 * @param description for the report
 */
record Source(String uri, Path folder, Optional<Path> file, String description) {
    private static final Clip USUAL = new Clip("720p30-2M-1.mp4", "1280x720", 2_000);
    private static final Clip SMALL = new Clip("360p30-500k-1.mp4", "640x360", 500);
    private static final String PATTERN = "test:bars?size=1280x720&fps=30";

    private record Clip(String file, String size, int kilobits) {}

    /** What the options name; else a clip, made at the first run; else, without ffmpeg, the test pattern. */
    static Source of(Options options, Path work) throws IOException {
        if (options.input().matches("[a-z0-9]{2,}:.*")) {
            return new Source(options.input(), work, Optional.empty(), options.input());
        }
        if (!options.input().isEmpty()) {
            var file = Path.of(options.input()).toAbsolutePath();
            if (!Files.isReadable(file)) {
                throw new IOException(file + " cannot be read");
            }
            return of(file, file.getFileName().toString());
        }
        // Receivers of a crowd share this machine's cores with the server.
        var clip = options.crowd() > 0 ? SMALL : USUAL;
        var file = work.resolve(clip.file);
        if (Files.exists(file) || make(file, clip)) {
            return of(
                    file,
                    "H.264 baseline, " + clip.size + ", 30 frames/s, " + clip.kilobits / 1000.0
                            + " Mbit/s, a key frame each second");
        }
        return pattern("without ffmpeg");
    }

    /** The pattern, which the server has to encode itself: its CPU is in the figures. */
    static Source pattern(String why) {
        return new Source(PATTERN, Path.of("."), Optional.empty(), PATTERN + " (" + why + "), encoding included");
    }

    private static Source of(Path file, String description) {
        return new Source(
                file.toUri().toString().replaceFirst("^file:///", "file:/") + "?loop=true",
                file.getParent(),
                Optional.of(file),
                description);
    }

    /** Ten seconds of moving pattern with noise, so that the bit rate is really used; false without ffmpeg. */
    private static boolean make(Path clip, Clip kind) throws IOException {
        var ffmpeg = Programs.find("ffmpeg");
        if (ffmpeg.isEmpty()) {
            return false;
        }
        Files.createDirectories(clip.getParent());
        var part = clip.resolveSibling("part.mp4");
        var command = List.of(
                ffmpeg.get().toString(),
                "-y",
                "-loglevel",
                "error",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=" + kind.size + ":rate=30,noise=alls=8:allf=t",
                "-t",
                "10",
                "-pix_fmt",
                "yuv420p",
                "-c:v",
                "libx264",
                "-profile:v",
                "baseline",
                "-preset",
                "veryfast",
                "-tune",
                "zerolatency",
                "-b:v",
                kind.kilobits + "k",
                "-maxrate",
                kind.kilobits + "k",
                "-bufsize",
                kind.kilobits / 2 + "k",
                "-g",
                "30",
                "-keyint_min",
                "30",
                "-sc_threshold",
                "0",
                // one slice a picture, as cameras make them: with more threads zerolatency makes one for each
                "-threads",
                "1",
                "-movflags",
                "+faststart",
                part.toString());
        Programs.run(180, command);
        Files.move(part, clip);
        return true;
    }
}
