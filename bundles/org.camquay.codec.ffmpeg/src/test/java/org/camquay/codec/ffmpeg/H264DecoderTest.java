// SPDX-License-Identifier: Apache-2.0
package org.camquay.codec.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.camquay.api.codec.VideoDecoder;
import org.camquay.api.codec.VideoDecoderFactory;
import org.camquay.api.media.VideoFrame;
import org.camquay.testkit.H264Samples;
import org.camquay.testkit.contract.VideoDecoderContract;
import org.junit.jupiter.api.Test;

final class H264DecoderTest extends VideoDecoderContract {
    @Override
    protected VideoDecoderFactory factory() {
        return new FfmpegVideoDecoderFactory();
    }

    @Test
    void decode_eachFrame_givesItsPictureAtOnce() throws Exception {
        List<VideoFrame> pictures = new ArrayList<>();
        try (var decoder = factory().open(format(), pictures::add)) {
            for (int i = 0; i < frames().size(); i++) {
                decoder.decode(frames().get(i));
                assertThat(pictures).hasSize(i + 1);
            }
        }
    }

    @Test
    void decode_onceClosedOrClosedFromTheOutput_doesNothing() throws Exception {
        var decoder = new VideoDecoder[1];
        int[] pictures = {0};
        decoder[0] = factory().open(format(), picture -> {
            pictures[0]++;
            decoder[0].close();
        });
        decoder[0].decode(H264Samples.clip().get(0));
        decoder[0].decode(H264Samples.clip().get(1));
        assertThat(pictures[0]).isOne();
    }
}
