// SPDX-License-Identifier: Apache-2.0
package org.camquay.codec.ffmpeg;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.camquay.api.codec.VideoDecoderFactory;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.VideoFormat;
import org.camquay.api.media.VideoFrame;
import org.camquay.testkit.contract.VideoDecoderContract;

final class H265DecoderTest extends VideoDecoderContract {
    @Override
    protected VideoDecoderFactory factory() {
        return new FfmpegVideoDecoderFactory();
    }

    @Override
    protected VideoFormat format() {
        return new VideoFormat(Codec.video(Codec.H265), 64, 64, 25, false);
    }

    @Override
    protected Optional<VideoFrame> firstPicture() {
        return Optional.empty();
    }

    @Override
    protected List<EncodedFrame> frames() {
        List<byte[]> units = AccessUnits.read("plain-64x64.h265", 0x46);
        List<EncodedFrame> frames = new ArrayList<>();
        for (int i = 0; i < units.size(); i++) {
            frames.add(AccessUnits.frame(units.get(i), i, i * AccessUnits.INTERVAL));
        }
        return frames;
    }
}
