// SPDX-License-Identifier: Apache-2.0
package org.camquay.codec.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.VideoFormat;
import org.camquay.api.media.VideoFrame;
import org.camquay.testkit.H264Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TurnTest {
    /** Three columns and two rows; chroma has two columns and one row. */
    private static final byte[] PICTURE = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

    @ParameterizedTest
    @CsvSource({
        "0,false,1 2 3 4 5 6 7 8 9 10",
        "90,false,4 1 5 2 6 3 7 8 9 10",
        "180,false,6 5 4 3 2 1 8 7 10 9",
        "270,false,3 6 2 5 1 4 8 7 10 9",
        "0,true,3 2 1 6 5 4 8 7 10 9",
        "90,true,6 3 5 2 4 1 8 7 10 9",
        "180,true,4 5 6 1 2 3 7 8 9 10",
        "270,true,1 4 2 5 3 6 7 8 9 10"
    })
    void turned_eachWay_movesEachPixelOnce(int rotation, boolean mirrored, String expected) {
        var turn = new Turn(rotation, mirrored);
        var bytes = turn.turned(ByteBuffer.wrap(PICTURE), 3, 2);
        List<String> found = new ArrayList<>();
        while (bytes.hasRemaining()) {
            found.add("" + bytes.get());
        }
        assertThat(String.join(" ", found)).isEqualTo(expected);
        assertThat(turn.none()).isEqualTo(rotation == 0 && !mirrored);
    }

    @Test
    void decode_ofAFormatOnItsSide_givesUprightPictures() throws Exception {
        var lying = H264Samples.format();
        var plain = decode(lying);
        var turned = decode(new VideoFormat(
                lying.codec(), lying.height(), lying.width(), lying.frameRate(), false, false, 90, false));
        int side = lying.width();
        assertThat(turned.width()).isEqualTo(lying.height());
        for (int i = 0; i < side; i++) {
            assertThat(turned.data().get(i))
                    .as("top row, from the left column")
                    .isEqualTo(plain.data().get((lying.height() - 1 - i) * side));
        }
    }

    private static VideoFrame decode(VideoFormat format) throws Exception {
        List<VideoFrame> pictures = new ArrayList<>();
        try (var decoder = new FfmpegVideoDecoderFactory().open(format, pictures::add)) {
            for (EncodedFrame frame : H264Samples.clip().subList(0, 3)) {
                decoder.decode(frame);
            }
        }
        return pictures.get(2);
    }
}
