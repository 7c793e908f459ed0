// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.camquay.testkit.outside.OutsideProgram;

/** MP4 files of known content: left half red, right half blue, a white box that moves along the top, a tone of 1 kHz. */
public final class Recording {
    private static final int SECONDS = 6;

    private Recording() {}

    /** Makes one with H.264 and AAC. */
    public static Path make(Path file, int bFrames) {
        OutsideProgram.FFMPEG_X264.require();
        var command =
                new ArrayList<>(List.of(OutsideProgram.FFMPEG.path().toString(), "-nostdin", "-y", "-v", "error"));
        for (String input : List.of(
                "color=red:size=320x360:rate=30",
                "color=blue:size=320x360:rate=30",
                "color=white:size=40x40:rate=30",
                "sine=frequency=1000:sample_rate=48000")) {
            command.addAll(List.of("-f", "lavfi", "-t", "" + SECONDS, "-i", input));
        }
        command.addAll(
                List.of("-filter_complex", "[0][1]hstack[ground];[ground][2]overlay=x='mod(n*4,600)':y=20[picture]"));
        command.addAll(List.of("-map", "[picture]", "-map", "3:a", "-c:v", "libx264", "-preset", "veryfast"));
        command.addAll(List.of("-pix_fmt", "yuv420p", "-profile:v", "main", "-g", "30", "-bf", "" + bFrames));
        command.addAll(List.of("-c:a", "aac", "-b:a", "96k", file.toString()));
        try (var ffmpeg = new Spoken("ffmpeg", command)) {
            ffmpeg.awaitEnd();
        }
        return file;
    }
}
