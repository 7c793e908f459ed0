// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_PRFT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_get_side_data;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVProducerReferenceTime;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * FFmpeg's packet, one after the other in the same place. Its fields are read where they are: a native call for each, and
 * an object for each pointer, took longer than everything else that happens to a frame. Thread: the source's own.
 */
final class NativePacket implements AutoCloseable {
    private static final int PTS = offset("pts");
    private static final int DTS = offset("dts");
    private static final int DATA = offset("data");
    private static final int SIZE = offset("size");
    private static final int STREAM = offset("stream_index");
    private static final int DURATION = offset("duration");
    private static final int SIDE_DATA = offset("side_data_elems");

    /** Size of AVProducerReferenceTime. */
    private static final int PRODUCER_REFERENCE_TIME = 12;

    private final AVPacket packet;
    private final ByteBuffer fields;
    private final Payload payload = new Payload();
    private final SizeTPointer sideDataSize = new SizeTPointer(1);

    /** The packet's bytes, wherever they are this time. */
    private static final class Payload extends BytePointer {
        void copy(long from, byte[] to) {
            address = from;
            get(to, 0, to.length);
            address = 0;
        }
    }

    private NativePacket(AVPacket packet) {
        this.packet = packet;
        fields = packet.asByteBuffer();
    }

    /** A new one; null without memory. */
    static NativePacket allocate() {
        var packet = av_packet_alloc();
        return packet == null || packet.isNull() ? null : new NativePacket(packet);
    }

    private static int offset(String field) {
        return Pointer.offsetof(AVPacket.class, field);
    }

    /** Takes the next one. Returns FFmpeg's code, negative for none. */
    int read(AVFormatContext from) {
        return av_read_frame(from, packet);
    }

    /** Gives up what it holds. */
    void clear() {
        av_packet_unref(packet);
    }

    int stream() {
        return fields.getInt(STREAM);
    }

    /** Bytes in it; 0 without any. */
    int size() {
        return fields.getLong(DATA) == 0 ? 0 : fields.getInt(SIZE);
    }

    /** A copy of its bytes, of which there are some. */
    byte[] copy() {
        byte[] bytes = new byte[size()];
        payload.copy(fields.getLong(DATA), bytes);
        return bytes;
    }

    /** Presentation time in the stream's units. */
    long pts() {
        return fields.getLong(PTS);
    }

    long dts() {
        return fields.getLong(DTS);
    }

    /** In the stream's units; 0 if not known. */
    long duration() {
        return fields.getLong(DURATION);
    }

    /** When it was captured, as sender reports tell: microseconds since 1970. */
    long captured() {
        if (fields.getInt(SIDE_DATA) == 0) {
            return Packet.NO_TIME;
        }
        BytePointer data = av_packet_get_side_data(packet, AV_PKT_DATA_PRFT, sideDataSize);
        boolean told = data != null && !data.isNull() && sideDataSize.get() >= PRODUCER_REFERENCE_TIME;
        return told ? new AVProducerReferenceTime(data).wallclock() : Packet.NO_TIME;
    }

    @Override
    public void close() {
        av_packet_free(packet);
        sideDataSize.close();
    }
}
