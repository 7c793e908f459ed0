// SPDX-License-Identifier: Apache-2.0
package org.camquay.codec.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_ENOMEM;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.Pointer;
import org.camquay.api.codec.CodecException;

/** An opened codec of FFmpeg with the packet and the frame that go through it. Its times are in microseconds. */
final class NativeCodec implements AutoCloseable {
    /** How many times a second the times of packets and frames count. */
    static final int TIME_BASE = 1_000_000;

    private final String name;
    private final AVCodecContext context;
    private final AVPacket packet;
    private final AVFrame frame;
    private boolean closed;

    private NativeCodec(String name, AVCodec codec) throws CodecException {
        this.name = name;
        if (isNull(codec)) {
            throw new CodecException(name + ": FFmpeg was built without it");
        }
        context = avcodec_alloc_context3(codec);
        packet = av_packet_alloc();
        frame = av_frame_alloc();
        if (isNull(context) || isNull(packet) || isNull(frame)) {
            close();
            throw new CodecException(name + ": out of memory");
        }
        context.time_base().num(1).den(TIME_BASE);
        context.pkt_timebase().num(1).den(TIME_BASE);
        context.thread_count(1);
    }

    static NativeCodec encoder(String name, Consumer<AVCodecContext> setup, Map<String, String> options)
            throws CodecException {
        Ffmpeg.load();
        return open(name, avcodec_find_encoder_by_name(name), setup, options);
    }

    static NativeCodec decoder(String name, Consumer<AVCodecContext> setup) throws CodecException {
        Ffmpeg.load();
        return open(name, avcodec_find_decoder_by_name(name), setup, Map.of());
    }

    private static NativeCodec open(
            String name, AVCodec codec, Consumer<AVCodecContext> setup, Map<String, String> options)
            throws CodecException {
        var opened = new NativeCodec(name, codec);
        var dictionary = new AVDictionary(null);
        try {
            setup.accept(opened.context);
            options.forEach((key, value) -> av_dict_set(dictionary, key, value, 0));
            int result = avcodec_open2(opened.context, codec, dictionary);
            if (result < 0) {
                opened.close();
                throw new CodecException(name + " refuses its configuration: " + Ffmpeg.message(result));
            }
        } finally {
            av_dict_free(dictionary);
        }
        return opened;
    }

    AVCodecContext context() {
        return context;
    }

    /** Holds what {@link #receivePacket} got, until the next call. */
    AVPacket packet() {
        return packet;
    }

    /** Holds what {@link #receiveFrame} got, until the next call; of an encoder, what is sent. */
    AVFrame frame() {
        return frame;
    }

    /** Sends {@link #frame()} to an encoder. */
    void sendFrame() throws CodecException {
        int result = closed ? 0 : avcodec_send_frame(context, frame);
        if (result < 0) {
            throw new CodecException(name + " cannot encode: " + Ffmpeg.message(result));
        }
    }

    /** The bytes of the next packet of an encoder, or null when there is none yet. */
    byte[] receivePacket() throws CodecException {
        int result = closed ? AVERROR_EOF : avcodec_receive_packet(context, packet);
        if (result == AVERROR_EAGAIN() || result == AVERROR_EOF) {
            return null;
        }
        if (result < 0) {
            throw new CodecException(name + " cannot encode: " + Ffmpeg.message(result));
        }
        byte[] bytes = new byte[Math.max(0, packet.size())];
        if (bytes.length > 0) {
            packet.data().get(bytes);
        }
        return bytes;
    }

    /**
     * Sends a packet to a decoder. A damaged one is passed over.
     *
     * @throws CodecException if memory is out
     */
    void sendPacket(ByteBuffer bytes, long timestamp) throws CodecException {
        // to FFmpeg an empty packet means the end of the stream
        if (closed || !bytes.hasRemaining()) {
            return;
        }
        int size = bytes.remaining();
        check(av_new_packet(packet, size));
        packet.data().capacity(size).asByteBuffer().put(bytes);
        packet.pts(timestamp);
        int result = avcodec_send_packet(context, packet);
        av_packet_unref(packet);
        check(result);
    }

    /** Whether {@link #frame()} now holds the next output of a decoder. */
    boolean receiveFrame() throws CodecException {
        if (closed) {
            return false;
        }
        int result = avcodec_receive_frame(context, frame);
        check(result);
        return result >= 0;
    }

    private void check(int result) throws CodecException {
        if (result == AVERROR_ENOMEM()) {
            throw new CodecException(name + ": out of memory");
        }
    }

    static boolean isNull(Pointer pointer) {
        return pointer == null || pointer.isNull();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        av_frame_free(frame);
        av_packet_free(packet);
        avcodec_free_context(context);
    }
}
