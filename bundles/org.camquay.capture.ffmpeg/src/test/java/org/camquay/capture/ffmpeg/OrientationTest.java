// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.media.VideoFormat;
import org.camquay.testkit.CapturingFrameSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of phones: their display matrix says how they were held. */
final class OrientationTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int ONE = 1 << 16;
    /** From the name of a track header of version 0 to its matrix (ISO/IEC 14496-12 §8.3.2.2). */
    private static final int MATRIX = 44;

    @TempDir
    private Path folder;

    /** The clip with another matrix of its picture. */
    private void write(int a, int b, int c, int d) throws Exception {
        byte[] file = Clips.bytes("clip.mp4");
        int header = new String(file, StandardCharsets.ISO_8859_1).indexOf("tkhd");
        var bytes = ByteBuffer.wrap(file);
        assertThat(bytes.getInt(header + MATRIX)).as("a of the matrix as it is").isEqualTo(ONE);
        bytes.putInt(header + MATRIX, a * ONE)
                .putInt(header + MATRIX + 4, b * ONE)
                .putInt(header + MATRIX + 12, c * ONE)
                .putInt(header + MATRIX + 16, d * ONE);
        Files.write(folder.resolve("phone.mp4"), file);
    }

    private VideoFormat open() throws Exception {
        var sink = new CapturingFrameSink();
        var driver = new FfmpegCaptureDriver(folder.toString(), Clocks.SYSTEM);
        var request = new CaptureRequest("phone", URI.create("file:phone.mp4"), false, TIMEOUT);
        try (var source = driver.open(request, sink)) {
            sink.awaitFrames(0, 3, TIMEOUT);
        } finally {
            driver.close();
        }
        return (VideoFormat) sink.formats(0).get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "1,0,0,1, 0,false",
        "0,1,-1,0, 90,false",
        "-1,0,0,-1, 180,false",
        "0,-1,1,0, 270,false",
        "-1,0,0,1, 0,true",
        "1,0,0,-1, 180,true",
        "0,1,1,0, 270,true",
        "0,-1,-1,0, 90,true"
    })
    void file_withADisplayMatrix_isTurned(int a, int b, int c, int d, int rotation, boolean mirrored) throws Exception {
        write(1, 0, 0, 1);
        var coded = open();
        assertThat(coded.width()).isGreaterThan(coded.height());
        write(a, b, c, d);
        var format = open();
        assertThat(format.rotation()).isEqualTo(rotation);
        assertThat(format.mirrored()).isEqualTo(mirrored);
        boolean sideways = rotation % 180 != 0;
        assertThat(format.width()).isEqualTo(sideways ? coded.height() : coded.width());
        assertThat(format.height()).isEqualTo(sideways ? coded.width() : coded.height());
        assertThat(format.playable()).isEqualTo(rotation == 0 && !mirrored);
    }

    @Test
    void matrix_ofNoUse_leavesThePictureUpright() {
        assertThat(Orientation.ofDisplayMatrix()).isEqualTo(Orientation.UPRIGHT);
        assertThat(Orientation.ofDisplayMatrix(0, 0, 0, 0, 0, 0, 0, 0, 0)).isEqualTo(Orientation.UPRIGHT);
        assertThat(Orientation.ofDisplayMatrix(ONE, 0)).isEqualTo(Orientation.UPRIGHT);
    }

    /** Half a degree off, as a sensor of a phone may tell. */
    @Test
    void matrix_thatIsNotExact_isTheNearestQuarter() {
        assertThat(Orientation.ofDisplayMatrix(572, 65_533, 0, -65_533, 572, 0, 0, 0, 1 << 30))
                .isEqualTo(new Orientation(90, false));
    }
}
