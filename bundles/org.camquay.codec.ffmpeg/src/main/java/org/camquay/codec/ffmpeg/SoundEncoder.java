// SPDX-License-Identifier: Apache-2.0
package org.camquay.codec.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.camquay.api.codec.AudioEncoder;
import org.camquay.api.codec.CodecException;
import org.camquay.api.media.AudioFrame;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaFrame;

/** Encodes sound in packets of 20 ms. Thread: any, one at a time enters. */
final class SoundEncoder implements AudioEncoder {
    private static final long PACKET = 20_000;
    /** A block that is off by more than this after the ones before it marks a gap. */
    private static final long TOLERANCE = 40_000;

    /** Which encoder of FFmpeg, and what it takes. */
    record Target(String name, int sampleRate, int channels, int bitrate, Map<String, String> options) {
        int samplesPerPacket() {
            return (int) (sampleRate * PACKET / NativeCodec.TIME_BASE);
        }

        int bytesPerPacket() {
            return 2 * channels * samplesPerPacket();
        }
    }

    private final Target target;
    private final Consumer<EncodedFrame> output;
    private final NativeCodec codec;
    private final Resampler resampler;
    private final byte[] pending;
    private int filled;
    private long nextBlock = MediaFrame.UNKNOWN_TIME;
    private long nextPacket;
    private long captureOffset = MediaFrame.UNKNOWN_TIME;
    private boolean closed;

    SoundEncoder(Target target, Consumer<EncodedFrame> output) throws CodecException {
        this.target = target;
        this.output = output;
        pending = new byte[target.bytesPerPacket()];
        codec = NativeCodec.encoder(target.name(), this::configure, target.options());
        var frame = codec.frame();
        frame.format(AV_SAMPLE_FMT_S16).sample_rate(target.sampleRate()).nb_samples(target.samplesPerPacket());
        av_channel_layout_default(frame.ch_layout(), target.channels());
        int result = av_frame_get_buffer(frame, 0);
        if (result < 0) {
            codec.close();
            throw new CodecException(target.name() + ": " + Ffmpeg.message(result));
        }
        resampler = new Resampler(target.sampleRate(), target.channels());
    }

    private void configure(AVCodecContext context) {
        context.sample_fmt(AV_SAMPLE_FMT_S16).sample_rate(target.sampleRate());
        av_channel_layout_default(context.ch_layout(), target.channels());
        if (target.bitrate() > 0) {
            context.bit_rate(target.bitrate());
        }
    }

    @Override
    public synchronized void encode(AudioFrame block) throws CodecException {
        if (closed || block.samples() == 0) {
            return;
        }
        anchor(block);
        ByteBuffer samples = resampler.convert(block);
        while (!closed && samples.hasRemaining()) {
            int taken = Math.min(samples.remaining(), pending.length - filled);
            samples.get(pending, filled, taken);
            filled += taken;
            if (filled == pending.length) {
                filled = 0;
                sendPending();
            }
        }
    }

    /** Packets count on from the first block; only a gap moves them. */
    private void anchor(AudioFrame block) {
        if (nextBlock == MediaFrame.UNKNOWN_TIME || Math.abs(block.timestamp() - nextBlock) > TOLERANCE) {
            nextBlock = block.timestamp();
            nextPacket = block.timestamp() - PACKET * filled / pending.length;
        }
        captureOffset = block.captureTime() == MediaFrame.UNKNOWN_TIME
                ? MediaFrame.UNKNOWN_TIME
                : block.captureTime() - block.timestamp();
        nextBlock += (long) block.samples() * NativeCodec.TIME_BASE / block.sampleRate();
    }

    private void sendPending() throws CodecException {
        var frame = codec.frame();
        int result = av_frame_make_writable(frame);
        if (result < 0) {
            throw new CodecException(target.name() + ": " + Ffmpeg.message(result));
        }
        frame.data(0).put(pending);
        frame.pts(nextPacket);
        codec.sendFrame();
        long timestamp = nextPacket;
        nextPacket += PACKET;
        byte[] packet = codec.receivePacket();
        if (packet != null && packet.length > 0) {
            long captureTime =
                    captureOffset == MediaFrame.UNKNOWN_TIME ? MediaFrame.UNKNOWN_TIME : timestamp + captureOffset;
            output.accept(
                    new EncodedFrame(EncodedFrame.Type.KEY, timestamp, PACKET, captureTime, ByteBuffer.wrap(packet)));
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            codec.close();
            resampler.close();
        }
    }
}
