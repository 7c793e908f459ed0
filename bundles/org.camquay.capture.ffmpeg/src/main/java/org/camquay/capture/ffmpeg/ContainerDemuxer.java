// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_NOFILLIN;
import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_NOPARSE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.AVFMTCTX_NOHEADER;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_SEEKABLE_NORMAL;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avio_size;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_ENOMEM;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.Pointer;
import org.camquay.rtp.nal.NalSyntax;

/** A container that one of FFmpeg's demuxers reads. Thread: the source's own, which alone enters. */
final class ContainerDemuxer implements Demuxer {
    /** Begins FFmpeg's names of what MP4 files are. */
    private static final String MP4 = "mov,";

    private static final long RETRY_NANOS = 1_000_000;
    private static final int LARGEST_PACKET = 32 << 20;
    private static final Duration LAST_WORDS = Duration.ofMillis(500);

    private final AVFormatContext context;
    private final NativePacket packet;
    private final HttpInput input;
    private final Interrupts interrupts;
    private final Watch watch;
    private final long number;
    private final LongSupplier nanoTime;
    private final boolean fragments;
    private final Map<Integer, AccessUnits> assembly = new HashMap<>();
    private final Queue<Packet> whole = new ArrayDeque<>();
    private final List<TickUnit> tickUnits = new ArrayList<>();
    private boolean closed;

    /**
     * Opens it, for as long as the watch allows.
     *
     * @param input what is read, closed with this; null if FFmpeg opens it
     */
    ContainerDemuxer(MediaLocation location, HttpInput input, Interrupts interrupts, Watch watch, LongSupplier nanoTime)
            throws DemuxException {
        this.input = input;
        this.interrupts = interrupts;
        this.watch = watch;
        this.nanoTime = nanoTime;
        fragments = location.isRtsp();
        context = avformat_alloc_context();
        packet = NativePacket.allocate();
        if (isNull(context) || packet == null) {
            throw new DemuxException(AVERROR_ENOMEM());
        }
        number = interrupts.attach(context.interrupt_callback(), watch);
        if (input != null) {
            context.pb(input.body());
        }
        AVInputFormat format = location.inputFormat().isEmpty() ? null : av_find_input_format(location.inputFormat());
        var options = new AVDictionary(null);
        location.options().forEach((key, value) -> av_dict_set(options, key, value, 0));
        int result = avformat_open_input(context, location.url(), format, options);
        av_dict_free(options);
        if (result < 0) {
            // avformat_open_input has freed the context
            closed = true;
            free();
            throw new DemuxException(result);
        }
        if (containerName().startsWith(MP4)) {
            // Such a file has whole frames, with all their times: nothing to look for in their bytes.
            context.flags(context.flags() | AVFMT_FLAG_NOPARSE | AVFMT_FLAG_NOFILLIN);
        }
    }

    private static boolean isNull(Pointer pointer) {
        return pointer == null || pointer.isNull();
    }

    @Override
    public int streams() {
        return closed ? 0 : context.nb_streams();
    }

    @Override
    public boolean mayGrow() {
        return !closed && (context.ctx_flags() & AVFMTCTX_NOHEADER) != 0;
    }

    @Override
    public boolean isRecording() {
        return !closed
                && !isNull(context.pb())
                && (context.pb().seekable() & AVIO_SEEKABLE_NORMAL) != 0
                && avio_size(context.pb()) > 0;
    }

    @Override
    public String containerName() {
        return closed || isNull(context.iformat())
                ? ""
                : context.iformat().name().getString();
    }

    @Override
    public Optional<ElementaryStream> stream(int index) {
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
                extradata,
                orientation(parameters)));
    }

    private static Orientation orientation(AVCodecParameters parameters) {
        var matrix = av_packet_side_data_get(
                parameters.coded_side_data(), parameters.nb_coded_side_data(), AV_PKT_DATA_DISPLAYMATRIX);
        if (isNull(matrix) || isNull(matrix.data())) {
            return Orientation.UPRIGHT;
        }
        int[] numbers = new int[(int) (matrix.size() / Integer.BYTES)];
        matrix.data()
                .capacity(matrix.size())
                .asByteBuffer()
                .order(ByteOrder.nativeOrder())
                .asIntBuffer()
                .get(numbers);
        return Orientation.ofDisplayMatrix(numbers);
    }

    private static double rate(AVRational rate) {
        double value = rate.den() == 0 ? 0 : (double) rate.num() / rate.den();
        return value >= 0.1 && value <= 300 ? value : 0;
    }

    @Override
    public Packet read() throws DemuxException {
        while (!closed) {
            if (!whole.isEmpty()) {
                return whole.remove();
            }
            Packet next = readNext();
            if (!fragments) {
                return next;
            }
            if (next == null) {
                return assembly.values().stream()
                        .map(AccessUnits::end)
                        .flatMap(Optional::stream)
                        .findFirst()
                        .orElse(null);
            }
            var assembled = assemblyOf(next.stream());
            if (assembled == null) {
                return next;
            }
            whole.addAll(assembled.add(next));
        }
        return null;
    }

    /** Where packets of a stream are joined; null where they are whole. */
    private AccessUnits assemblyOf(int index) {
        return assembly.computeIfAbsent(
                index, number -> switch (context.streams(number).codecpar().codec_id()) {
                    case AV_CODEC_ID_H264 -> new AccessUnits(NalSyntax.H264);
                    case AV_CODEC_ID_HEVC -> new AccessUnits(NalSyntax.H265);
                    default -> null;
                });
    }

    private Packet readNext() throws DemuxException {
        while (!closed) {
            int result = packet.read(context);
            if (result >= 0) {
                Packet copy = copy();
                packet.clear();
                if (copy != null) {
                    return copy;
                }
            } else if (result == AVERROR_EOF) {
                return null;
            } else if (result == AVERROR_EAGAIN() && !watch.mustStop()) {
                LockSupport.parkNanos(RETRY_NANOS);
            } else {
                throw new DemuxException(result);
            }
        }
        return null;
    }

    private Packet copy() {
        int size = packet.size();
        var tickUnit = tickUnit(packet.stream());
        if (tickUnit == null || size < 1 || size > LARGEST_PACKET) {
            return null;
        }
        long duration = tickUnit.micros(packet.duration());
        return new Packet(
                packet.stream(),
                packet.copy(),
                tickUnit.micros(packet.pts()),
                tickUnit.micros(packet.dts()),
                duration == Packet.NO_TIME ? 0 : Math.max(0, duration),
                nanoTime.getAsLong() / 1000,
                packet.captured());
    }

    /** As it is at the stream's first packet; null of no stream. */
    private TickUnit tickUnit(int index) {
        if (index >= 0 && index < tickUnits.size()) {
            return tickUnits.get(index);
        }
        if (index < 0 || index >= context.nb_streams()) {
            return null;
        }
        for (int i = tickUnits.size(); i <= index; i++) {
            var base = context.streams(i).time_base();
            tickUnits.add(new TickUnit(base.num(), base.den()));
        }
        return tickUnits.get(index);
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
        free();
    }

    private void free() {
        interrupts.detach(number);
        packet.close();
        if (input != null) {
            input.close();
        }
    }
}
