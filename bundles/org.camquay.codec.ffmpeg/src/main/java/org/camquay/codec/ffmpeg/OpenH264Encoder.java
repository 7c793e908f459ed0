// SPDX-License-Identifier: Apache-2.0
package org.camquay.codec.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_I;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.camquay.api.codec.CodecException;
import org.camquay.api.codec.VideoEncoder;
import org.camquay.api.codec.VideoEncoderConfig;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.VideoFrame;

/**
 * H.264 by OpenH264: no B-frames, one slice a picture, no skipped pictures. The library's wrapper takes a bitrate only
 * when opened, so a new one reopens it: at once when it differs by {@value #STEP_PERCENT} % or more, else with the next
 * key frame that is asked for. Below the bitrate it was made for, which is asked of it for a path that is full, key
 * frames are as coarse as it takes for them to be small. Pictures of odd size lose their last row or column. Thread:
 * any, one at a time enters.
 */
final class OpenH264Encoder implements VideoEncoder {
    private static final String NAME = "libopenh264";
    private static final int STEP_PERCENT = 15;
    private static final int LEAST_QUANTIZER = 12;
    private static final int LARGEST_QUANTIZER = 51;
    /** The library quantizes no key frame more coarsely by itself, however large it becomes. */
    private static final int COARSE_QUANTIZER = 37;

    private static final int COARSEST_QUANTIZER = 46;
    private static final int QUANTIZER_STEP = 2;
    /** What a small key frame takes at most, of a second's bits. */
    private static final double KEY_SECONDS = 0.3;
    /** One of this part of the size could have been finer. */
    private static final double NEEDLESSLY_SMALL = 0.5;

    private static final int SMALLEST_SIDE = 16;
    private static final int LOWEST_BITRATE = 32_000;
    private static final int HIGHEST_BITRATE = 100_000_000;
    private static final int HIGHEST_FRAME_RATE = 240;
    private static final int FRAME_RATE_PRECISION = 1000;

    private final VideoEncoderConfig config;
    private final Consumer<EncodedFrame> output;
    private final long duration;
    private NativeCodec codec;
    private int bitrate;
    private int targetBitrate;
    private int quantizer;
    private boolean closed;

    OpenH264Encoder(VideoEncoderConfig config, Consumer<EncodedFrame> output) throws CodecException {
        this.config = config;
        this.output = output;
        if (config.width() < SMALLEST_SIDE || config.height() < SMALLEST_SIDE) {
            throw new CodecException(NAME + ": pictures of " + config.width() + "x" + config.height()
                    + " are too small, 16x16 is the least");
        }
        duration = Math.round(NativeCodec.TIME_BASE / frameRate());
        targetBitrate = clamp(config.bitrate());
        reopen(LEAST_QUANTIZER);
    }

    private static int clamp(int bitrate) {
        return Math.min(HIGHEST_BITRATE, Math.max(LOWEST_BITRATE, bitrate));
    }

    private double frameRate() {
        return config.frameRate() > 0 ? Math.min(HIGHEST_FRAME_RATE, Math.max(1, config.frameRate())) : 30;
    }

    private void reopen(int leastQuantizer) throws CodecException {
        if (codec != null) {
            codec.close();
        }
        bitrate = targetBitrate;
        quantizer = leastQuantizer;
        codec = NativeCodec.encoder(
                NAME,
                this::configure,
                Map.of("profile", profile(), "rc_mode", "bitrate", "allow_skip_frames", "0", "slices", "1"));
        codec.frame().format(AV_PIX_FMT_YUV420P).width(config.width() & ~1).height(config.height() & ~1);
        int result = av_frame_get_buffer(codec.frame(), 0);
        if (result < 0) {
            close();
            throw new CodecException(NAME + ": " + Ffmpeg.message(result));
        }
    }

    private void configure(AVCodecContext context) {
        context.width(config.width() & ~1).height(config.height() & ~1).pix_fmt(AV_PIX_FMT_YUV420P);
        context.framerate()
                .num((int) Math.round(frameRate() * FRAME_RATE_PRECISION))
                .den(FRAME_RATE_PRECISION);
        context.bit_rate(bitrate).gop_size(Math.max(1, config.keyFrameInterval()));
        context.max_b_frames(0);
        // Left to itself the library stops at 42, and makes more than it may of a picture full of detail.
        context.qmin(quantizer).qmax(LARGEST_QUANTIZER);
        // Said in the stream, because browsers take a silent one for BT.709.
        context.colorspace(AVCOL_SPC_SMPTE170M).color_range(AVCOL_RANGE_MPEG);
        context.color_primaries(AVCOL_PRI_SMPTE170M).color_trc(AVCOL_TRC_SMPTE170M);
    }

    /** profile_idc is the first byte of profile-level-id (RFC 6184 §8.1); what OpenH264 lacks becomes baseline. */
    private String profile() {
        String line = config.codec().sdpFmtpLine().toLowerCase(Locale.ROOT).replace(" ", "");
        int at = line.indexOf("profile-level-id=");
        String id = at < 0 ? "" : line.substring(at + "profile-level-id=".length());
        if (id.startsWith("64")) {
            return "high";
        }
        return id.startsWith("4d") ? "main" : "constrained_baseline";
    }

    @Override
    public synchronized void encode(VideoFrame picture, boolean keyFrame) throws CodecException {
        if (closed) {
            return;
        }
        if (picture.width() != config.width() || picture.height() != config.height()) {
            throw new CodecException(NAME + " was opened for " + config.width() + "x" + config.height() + ", not for "
                    + picture.width() + "x" + picture.height());
        }
        int difference = Math.abs(targetBitrate - bitrate);
        if (difference * 100L >= (long) bitrate * STEP_PERCENT || keyFrame && difference > 0) {
            reopen(LEAST_QUANTIZER);
        }
        byte[] unit = unit(picture, keyFrame);
        boolean key = key();
        if (key && bitrate < clamp(config.bitrate())) {
            unit = small(unit, picture);
        }
        if (unit != null && unit.length > 0) {
            output.accept(new EncodedFrame(
                    key ? EncodedFrame.Type.KEY : EncodedFrame.Type.DELTA,
                    picture.timestamp(),
                    duration,
                    picture.captureTime(),
                    ByteBuffer.wrap(unit)));
        }
    }

    private byte[] unit(VideoFrame picture, boolean keyFrame) throws CodecException {
        var frame = codec.frame();
        int result = av_frame_make_writable(frame);
        if (result < 0) {
            throw new CodecException(NAME + ": " + Ffmpeg.message(result));
        }
        I420.copy(picture, frame);
        frame.pts(picture.timestamp()).pict_type(keyFrame ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE);
        codec.sendFrame();
        return codec.receivePacket();
    }

    private boolean key() {
        return (codec.packet().flags() & AV_PKT_FLAG_KEY) != 0;
    }

    /** A key frame of that picture, made anew until it is small: it begins anew anyway. */
    private byte[] small(byte[] first, VideoFrame picture) throws CodecException {
        byte[] key = first;
        double most = KEY_SECONDS * bitrate / 8;
        if (key.length < NEEDLESSLY_SMALL * most && quantizer > LEAST_QUANTIZER) {
            int finer = quantizer - QUANTIZER_STEP;
            reopen(finer < COARSE_QUANTIZER ? LEAST_QUANTIZER : finer);
            key = unit(picture, true);
        }
        while (key.length > most && quantizer < COARSEST_QUANTIZER) {
            reopen(Math.max(COARSE_QUANTIZER, quantizer + QUANTIZER_STEP));
            key = unit(picture, true);
        }
        return key;
    }

    @Override
    public synchronized boolean setTargetBitrate(int bitsPerSecond) {
        targetBitrate = clamp(bitsPerSecond);
        return !closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (codec != null) {
            codec.close();
        }
    }
}
