// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AAC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_NONE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_OPUS;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PCM_ALAW;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PCM_MULAW;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PCM_S16BE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PCM_S16LE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_RAWVIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.camquay.api.media.Codec;
import org.camquay.api.media.UnusedTrack;
import org.camquay.rtp.nal.NalSyntax;

/**
 * Finds a source's first video and first audio stream and their formats, reading no more packets than that takes. (What
 * FFmpeg itself has for this decodes pictures and takes seconds.)
 */
final class Discovery {
    /** How long a container without a table of contents is given to show its other stream. */
    private static final long PATIENCE = 1_000_000;

    private static final int MOST_PACKETS = 3000;
    private static final int MOST_UNUSED = 32;
    private static final long MOST_BYTES = 24 << 20;

    private final Demuxer demuxer;
    private final Deque<Packet> seen = new ArrayDeque<>();
    private int considered;
    private TrackReader video;
    private TrackReader audio;
    private int videoStream = -1;
    private int audioStream = -1;
    private String unknownVideo = "";
    private String unknownAudio = "";
    private final List<UnusedTrack> unused = new ArrayList<>();
    private long seenBytes;

    Discovery(Demuxer demuxer) {
        this.demuxer = demuxer;
        consider();
    }

    /** Reads until the formats are known, the source ends, or the watch interrupts. Returns false at the end. */
    boolean readOn() throws DemuxException {
        while (!complete()) {
            Packet packet = demuxer.read();
            if (packet == null) {
                return false;
            }
            consider();
            keep(packet);
        }
        return true;
    }

    /** Reads the first packet. Returns false at the end. */
    boolean readFirst() throws DemuxException {
        Packet packet = seen.isEmpty() ? demuxer.read() : null;
        consider();
        if (packet != null) {
            keep(packet);
        }
        return !seen.isEmpty();
    }

    private void keep(Packet packet) {
        if (packet.stream() == videoStream) {
            video.inspect(packet);
        } else if (packet.stream() == audioStream) {
            audio.inspect(packet);
        }
        seen.add(packet);
        seenBytes += packet.data().length;
        while (seen.size() > MOST_PACKETS || seenBytes > MOST_BYTES) {
            seenBytes -= seen.remove().data().length;
        }
    }

    private boolean complete() {
        if (seen.isEmpty() || video != null && video.format().isEmpty()) {
            return false;
        }
        boolean audioOpen = audio != null ? audio.format().isEmpty() : demuxer.mayGrow() && unknownAudio.isEmpty();
        boolean videoOpen = video == null && demuxer.mayGrow() && unknownVideo.isEmpty();
        return !audioOpen && !videoOpen || patienceIsOver();
    }

    /** By the clock of arrival for what is live, by that of the packets for what is read faster. */
    private boolean patienceIsOver() {
        Packet first = seen.getFirst();
        Packet last = seen.getLast();
        boolean timed = first.pts() != Packet.NO_TIME && last.pts() != Packet.NO_TIME;
        return last.arrival() - first.arrival() > PATIENCE
                || timed && Math.abs(last.pts() - first.pts()) > PATIENCE
                || seen.size() >= MOST_PACKETS;
    }

    private void consider() {
        for (int count = demuxer.streams(); considered < count; considered++) {
            Optional<ElementaryStream> stream = demuxer.stream(considered);
            if (stream.isPresent()) {
                consider(stream.get());
            }
        }
    }

    private void consider(ElementaryStream stream) {
        boolean second = stream.kind() == AVMEDIA_TYPE_VIDEO && video != null
                || stream.kind() == AVMEDIA_TYPE_AUDIO && audio != null;
        choose(stream);
        boolean used = !second && (stream.index() == videoStream || stream.index() == audioStream);
        if (!used && unused.size() < MOST_UNUSED) {
            UnusedTracks.of(stream, second).ifPresent(unused::add);
        }
    }

    private void choose(ElementaryStream stream) {
        if (stream.kind() == AVMEDIA_TYPE_VIDEO && video == null) {
            video = videoReader(stream).orElse(null);
            videoStream = video == null ? -1 : stream.index();
            unknownVideo = video == null ? stream.codecName() : "";
        } else if (stream.kind() == AVMEDIA_TYPE_AUDIO && audio == null) {
            audio = audioReader(stream).orElse(null);
            audioStream = audio == null ? -1 : stream.index();
            unknownAudio = audio == null ? stream.codecName() : "";
        }
    }

    private static Optional<TrackReader> videoReader(ElementaryStream stream) {
        return switch (stream.codec()) {
            case AV_CODEC_ID_H264 -> Optional.of(new NalTrack(NalSyntax.H264, stream));
            case AV_CODEC_ID_HEVC -> Optional.of(new NalTrack(NalSyntax.H265, stream));
            case AV_CODEC_ID_MJPEG -> Optional.of(new JpegTrack(stream));
            case AV_CODEC_ID_RAWVIDEO -> PictureTrack.of(stream);
            default -> Optional.empty();
        };
    }

    private static Optional<TrackReader> audioReader(ElementaryStream stream) {
        return switch (stream.codec()) {
            case AV_CODEC_ID_AAC -> Optional.of(new AacTrack(stream));
            case AV_CODEC_ID_OPUS -> Optional.of(SoundTrack.opus());
            case AV_CODEC_ID_PCM_MULAW -> Optional.of(SoundTrack.of(Codec.PCMU, stream, false));
            case AV_CODEC_ID_PCM_ALAW -> Optional.of(SoundTrack.of(Codec.PCMA, stream, false));
            case AV_CODEC_ID_PCM_S16LE -> Optional.of(SoundTrack.of(Codec.RAW_AUDIO, stream, false));
            case AV_CODEC_ID_PCM_S16BE -> Optional.of(SoundTrack.of(Codec.RAW_AUDIO, stream, true));
            case AV_CODEC_ID_NONE -> Optional.empty();
            default -> Optional.empty();
        };
    }

    /** The packets read so far, which are still to be delivered. */
    Deque<Packet> seen() {
        return seen;
    }

    boolean hasVideo() {
        return video != null && video.format().isPresent();
    }

    boolean hasAudio() {
        return audio != null && audio.format().isPresent();
    }

    /** Whether there is a video stream of a kind we know, with its format known or not. */
    boolean awaitsVideo() {
        return video != null && video.format().isEmpty();
    }

    TrackReader video() {
        return video;
    }

    TrackReader audio() {
        return audio;
    }

    int videoStream() {
        return videoStream;
    }

    int audioStream() {
        return audioStream;
    }

    /** What there is besides, so far. */
    List<UnusedTrack> unused() {
        return List.copyOf(unused);
    }

    /** FFmpeg's name of the video codec that is not supported, empty when there is none. */
    String unknownVideo() {
        return unknownVideo;
    }

    /** FFmpeg's name of the audio codec that is not supported, empty when there is none. */
    String unknownAudio() {
        return unknownAudio;
    }

    void close() {
        if (video != null) {
            video.close();
        }
        if (audio != null) {
            audio.close();
        }
    }
}
