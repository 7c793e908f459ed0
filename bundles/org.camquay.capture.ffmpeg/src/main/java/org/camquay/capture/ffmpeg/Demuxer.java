// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_PRFT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_get_side_data;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.AVFMTCTX_NOHEADER;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_SEEKABLE_NORMAL;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avio_size;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_ENOMEM;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.LongSupplier;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVProducerReferenceTime;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;

/** An opened container or connection of FFmpeg. Thread: the source's own, which alone enters. */
final class Demuxer implements AutoCloseable {
    private static final int MICROS = 1_000_000;
    /** Size of AVProducerReferenceTime. */
    private static final int PRODUCER_REFERENCE_TIME = 12;

    private static final int LARGEST_PACKET = 32 << 20;
    private static final Duration LAST_WORDS = Duration.ofMillis(500);

    private final AVFormatContext context;
    private final AVPacket packet;
    private final Interrupts interrupts;
    private final Watch watch;
    private final long number;
    private final LongSupplier nanoTime;
    private final boolean fragments;
    private final Map<Integer, AccessUnits> assembly = new HashMap<>();
    private final Queue<Packet> whole = new ArrayDeque<>();
    private boolean closed;

    /** Opens it, for as long as the watch allows. */
    Demuxer(MediaLocation location, Interrupts interrupts, Watch watch, LongSupplier nanoTime) throws DemuxException {
        this.interrupts = interrupts;
        this.watch = watch;
        this.nanoTime = nanoTime;
        fragments = location.isRtsp();
        context = avformat_alloc_context();
        packet = av_packet_alloc();
        if (isNull(context) || isNull(packet)) {
            throw new DemuxException(AVERROR_ENOMEM());
        }
        number = interrupts.attach(context, watch);
        AVInputFormat input = location.inputFormat().isEmpty() ? null : av_find_input_format(location.inputFormat());
        var options = new AVDictionary(null);
        location.options().forEach((key, value) -> av_dict_set(options, key, value, 0));
        int result = avformat_open_input(context, location.url(), input, options);
        av_dict_free(options);
        if (result < 0) {
            // avformat_open_input has freed the context
            closed = true;
            interrupts.detach(number);
            av_packet_free(packet);
            throw new DemuxException(result);
        }
    }

    private static boolean isNull(Pointer pointer) {
        return pointer == null || pointer.isNull();
    }

    /** How many streams are known so far. */
    int streams() {
        return closed ? 0 : context.nb_streams();
    }

    /** Whether more streams may come with the packets. */
    boolean mayGrow() {
        return !closed && (context.ctx_flags() & AVFMTCTX_NOHEADER) != 0;
    }

    /** Whether it is a recording, of known size, rather than live. */
    boolean isRecording() {
        return !closed
                && !isNull(context.pb())
                && (context.pb().seekable() & AVIO_SEEKABLE_NORMAL) != 0
                && avio_size(context.pb()) > 0;
    }

    /** FFmpeg's names of the container. */
    String containerName() {
        return closed || isNull(context.iformat())
                ? ""
                : context.iformat().name().getString();
    }

    /** What is known of a stream now. */
    Optional<ElementaryStream> stream(int index) {
        if (closed || index < 0 || index >= context.nb_streams()) {
            return Optional.empty();
        }
        AVStream stream = context.streams(index);
        if (isNull(stream) || isNull(stream.codecpar())) {
            return Optional.empty();
        }
        var parameters = stream.codecpar();
        byte[] extradata = new byte[isNull(parameters.extradata()) ? 0 : Math.max(0, parameters.extradata_size())];
        if (extradata.length > 0) {
            parameters.extradata().get(extradata);
        }
        return Optional.of(new ElementaryStream(
                index,
                parameters.codec_type(),
                parameters.codec_id(),
                avcodec_get_name(parameters.codec_id()).getString(),
                Math.max(0, parameters.width()),
                Math.max(0, parameters.height()),
                rate(stream.avg_frame_rate()),
                parameters.format(),
                Math.max(0, parameters.sample_rate()),
                Math.max(0, parameters.ch_layout().nb_channels()),
                extradata));
    }

    private static double rate(AVRational rate) {
        double value = rate.den() == 0 ? 0 : (double) rate.num() / rate.den();
        return value >= 0.1 && value <= 300 ? value : 0;
    }

    /**
     * The next packet; empty at the end.
     *
     * @throws DemuxException if it cannot be read, or the watch interrupted
     */
    Optional<Packet> read() throws DemuxException {
        while (!closed) {
            if (!whole.isEmpty()) {
                return Optional.of(whole.remove());
            }
            Optional<Packet> next = readNext();
            if (next.isEmpty()) {
                return assembly.values().stream()
                        .map(AccessUnits::end)
                        .flatMap(Optional::stream)
                        .findFirst();
            }
            var assembled = assemblyOf(next.get().stream());
            if (assembled == null) {
                return next;
            }
            whole.addAll(assembled.add(next.get()));
        }
        return Optional.empty();
    }

    /** Where packets of a stream are joined; null where they are whole. */
    private AccessUnits assemblyOf(int index) {
        if (!fragments) {
            return null;
        }
        return assembly.computeIfAbsent(
                index, number -> switch (context.streams(number).codecpar().codec_id()) {
                    case AV_CODEC_ID_H264 -> new AccessUnits(NalSyntax.H264);
                    case AV_CODEC_ID_HEVC -> new AccessUnits(NalSyntax.H265);
                    default -> null;
                });
    }

    private Optional<Packet> readNext() throws DemuxException {
        while (!closed) {
            int result = av_read_frame(context, packet);
            if (result == AVERROR_EOF) {
                return Optional.empty();
            }
            if (result == AVERROR_EAGAIN() && !watch.mustStop()) {
                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                continue;
            }
            if (result < 0) {
                throw new DemuxException(result);
            }
            Packet copy = copy();
            av_packet_unref(packet);
            if (copy != null) {
                return Optional.of(copy);
            }
        }
        return Optional.empty();
    }

    private Packet copy() {
        int index = packet.stream_index();
        int size = packet.size();
        if (index < 0 || index >= context.nb_streams() || size < 1 || size > LARGEST_PACKET || isNull(packet.data())) {
            return null;
        }
        byte[] data = new byte[size];
        packet.data().get(data);
        AVRational timeBase = context.streams(index).time_base();
        long duration = micros(packet.duration(), timeBase);
        return new Packet(
                index,
                data,
                micros(packet.pts(), timeBase),
                micros(packet.dts(), timeBase),
                duration == Packet.NO_TIME ? 0 : Math.max(0, duration),
                nanoTime.getAsLong() / 1000,
                captured());
    }

    /** What sender reports say of the packet in hand. */
    private long captured() {
        try (var size = new SizeTPointer(1)) {
            BytePointer data = av_packet_get_side_data(packet, AV_PKT_DATA_PRFT, size);
            boolean told = !isNull(data) && size.get() >= PRODUCER_REFERENCE_TIME;
            return told ? new AVProducerReferenceTime(data).wallclock() : Packet.NO_TIME;
        }
    }

    private static long micros(long time, AVRational timeBase) {
        if (time == AV_NOPTS_VALUE || timeBase.num() < 1 || timeBase.den() < 1) {
            return Packet.NO_TIME;
        }
        long micros = av_rescale(time, (long) MICROS * timeBase.num(), timeBase.den());
        // beyond 100 years it is damage, and sums would overflow
        return Math.abs(micros) > 100L * 366 * 86_400 * MICROS || micros == Packet.NO_TIME ? Packet.NO_TIME : micros;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        watch.allowLastWords(LAST_WORDS);
        avformat_close_input(context);
        watch.endLastWords();
        interrupts.detach(number);
        av_packet_free(packet);
    }
}
