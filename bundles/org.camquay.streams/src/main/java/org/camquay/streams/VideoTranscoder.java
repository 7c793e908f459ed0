// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import org.camquay.api.codec.CodecException;
import org.camquay.api.codec.VideoDecoder;
import org.camquay.api.codec.VideoDecoderFactory;
import org.camquay.api.codec.VideoEncoder;
import org.camquay.api.codec.VideoEncoderConfig;
import org.camquay.api.codec.VideoEncoderFactory;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.VideoFormat;
import org.camquay.api.media.VideoFrame;

/** Pictures, coded or not, to H.264. The encoder follows the size of the pictures. */
final class VideoTranscoder implements Transcoder {
    private static final double USUAL_RATE = 30;
    private static final int LEAST_BITRATE = 100_000;

    private final VideoFormat format;
    private final Core core;
    private final Output output;
    private final VideoDecoderFactory decoders;
    private final VideoEncoderFactory encoders;
    private final VideoDecoder decoder;
    private VideoEncoder encoder;
    private int bitrate;
    private int configuredBitrate;
    private int width;
    private int height;
    private boolean behind;
    // A decoder hands pictures to a method that must not throw.
    private CodecException failure;

    VideoTranscoder(VideoFormat format, Codec target, Core core, Output output) throws CodecException {
        this.format = format;
        this.core = core;
        this.output = output;
        Codecs codecs = core.codecs();
        this.encoders =
                codecs.videoEncoders.best(target.mimeType()).orElseThrow(() -> Transcoder.missing("encoder", target));
        if (Passage.raw(format)) {
            this.decoders = null;
            this.decoder = null;
        } else {
            this.decoders = codecs.videoDecoders
                    .best(format.codec().mimeType())
                    .orElseThrow(() -> Transcoder.missing("decoder", format.codec()));
            this.decoder = decoders.open(format, this::encode);
        }
    }

    @Override
    public void convert(MediaFrame frame, boolean isBehind) throws CodecException {
        behind = isBehind && decoder != null;
        if (frame instanceof VideoFrame picture && decoder == null) {
            encode(picture);
        } else if (frame instanceof EncodedFrame unit && decoder != null) {
            decoder.decode(unit);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void encode(VideoFrame picture) {
        if (behind || failure != null) {
            return;
        }
        try {
            if (encoder == null || picture.width() != width || picture.height() != height) {
                openEncoder(picture);
            }
            followTarget(picture);
            encoder.encode(picture, output.keyFrameWanted().getAndSet(false));
        } catch (CodecException e) {
            failure = e;
        }
    }

    private void openEncoder(VideoFrame picture) throws CodecException {
        closeEncoder();
        width = picture.width();
        height = picture.height();
        double rate = format.frameRate() > 0 ? format.frameRate() : USUAL_RATE;
        Codec codec = H264Level.codec(width, height, rate);
        Settings settings = core.settings().get();
        int interval =
                (int) Math.max(1, Math.round(rate * settings.keyFrameInterval().toMillis() / 1000));
        configuredBitrate = settings.videoBitrate(width, height, rate);
        bitrate = wantedBitrate();
        encoder = encoders.open(new VideoEncoderConfig(codec, width, height, rate, bitrate, interval), output::frame);
        output.format(new VideoFormat(codec, width, height, rate, false));
    }

    /** What viewers can take, as far as it is less than configured, and enough to be looked at. */
    private int wantedBitrate() {
        return Math.min(configuredBitrate, Math.max(LEAST_BITRATE, output.out().targetBitrate()));
    }

    private void followTarget(VideoFrame picture) throws CodecException {
        int wanted = wantedBitrate();
        if (wanted == bitrate) {
            return;
        }
        bitrate = wanted;
        if (!encoder.setTargetBitrate(wanted)) {
            openEncoder(picture);
        }
    }

    @Override
    public boolean available(Codecs codecs) {
        return codecs.videoEncoders.contains(encoders) && (decoders == null || codecs.videoDecoders.contains(decoders));
    }

    @Override
    public void close() {
        try {
            closeEncoder();
        } finally {
            if (decoder != null) {
                decoder.close();
            }
        }
    }

    private void closeEncoder() {
        var last = encoder;
        encoder = null;
        if (last != null) {
            last.close();
        }
    }
}
