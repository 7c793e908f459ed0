// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit.outside;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Clips of a moving picture and a tone, made once by the script {@code clips.sh}, which lists them. Thread: any. */
public final class Clips {
    private static final long LIMIT_SECONDS = 300;

    private Clips() {}

    /**
     * Makes those clips that are missing; several processes may ask at the same time. Without ffmpeg and its encoder, the test
     * is skipped by name.
     *
     * @param folder where they are kept
     * @return the folder
     */
    public static Path make(Path folder, String... names) throws IOException {
        OutsideProgram.FFMPEG_X264.require();
        Files.createDirectories(folder);
        try (var channel =
                        FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.lock();
                var scratch = TemporaryFolder.make("clips")) {
            var script = scratch.path();
            Scripts.write("oddcam", script, "clips.sh");
            var command =
                    new ArrayList<>(List.of("sh", script.resolve("clips.sh").toString(), folder.toString()));
            command.addAll(List.of(names));
            run(command, script.resolve("errors.txt"));
            return folder;
        }
    }

    private static void run(List<String> command, Path errors) throws IOException {
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(errors.toFile())
                .start();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new IOException("the clips cannot be made: " + Files.readString(errors));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
