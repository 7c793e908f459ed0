// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.wan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.camquay.itests.harness.Workspace;
import org.camquay.testkit.outside.OutsideProgram;

/** What a camera would send: a moving picture with noise, so that its bitrate is really used; a key frame each second. */
enum Clip {
    /** Small, since software has to decode it beside everything else. */
    MAIN(640, 360, 2_000, 1.4),
    SUB(320, 180, 400, 1.4),
    /** Of some 90 kB, where those of {@link #MAIN} have some 30. */
    LARGE_KEYS(640, 360, 1_900, 2.6);

    static final int FRAMES_PER_SECOND = 25;
    /** From key frame to key frame. */
    static final int GROUP_MILLIS = 1_000;

    static final Path FOLDER = Workspace.target("clips");

    private static final long PATIENCE_SECONDS = 120;

    final int height;
    private final int width;
    private final int kilobits;
    private final double keyRatio;

    /** @param keyRatio how much finer key frames are quantized than others */
    Clip(int width, int height, int kilobits, double keyRatio) {
        this.keyRatio = keyRatio;
        this.width = width;
        this.height = height;
        this.kilobits = kilobits;
    }

    /** Written to be pulled at the start; with further lines of configuration. */
    void pull(Path etc, String stream, String more) throws IOException {
        Files.writeString(
                etc.resolve("org.camquay.control.PullStream~" + stream + ".cfg"),
                "uri=" + uri() + "\nlocalStreamName=" + stream + "\n" + more);
    }

    /** For {@code pullStream}; made at the first time. */
    String uri() throws IOException {
        var file = FOLDER.resolve(name().toLowerCase() + ".mp4");
        if (!Files.exists(file)) {
            Files.move(make(), file, StandardCopyOption.ATOMIC_MOVE);
        }
        return "file:" + file + "?loop=true";
    }

    private Path make() throws IOException {
        var part = FOLDER.resolve(name() + ".part.mp4");
        String rate = kilobits + "k";
        var process = new ProcessBuilder(List.of(
                        OutsideProgram.FFMPEG.path().toString(),
                        "-nostdin",
                        "-y",
                        "-loglevel",
                        "error",
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=size=" + width + "x" + height + ":rate=" + FRAMES_PER_SECOND + ",noise=alls=8:allf=t",
                        "-t",
                        "20",
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
                        rate,
                        "-maxrate",
                        kilobits * (keyRatio > 2 ? 2 : 1) + "k",
                        "-bufsize",
                        kilobits * (keyRatio > 2 ? 4 : 1) / 2 + "k",
                        "-g",
                        "" + FRAMES_PER_SECOND,
                        "-i_qfactor",
                        "" + 1 / keyRatio,
                        "-sc_threshold",
                        "0",
                        part.toString()))
                .redirectErrorStream(true)
                .redirectOutput(Workspace.target("logs").resolve("ffmpeg.log").toFile())
                .start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("ffmpeg failed; see target/logs/ffmpeg.log");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return part;
    }
}
