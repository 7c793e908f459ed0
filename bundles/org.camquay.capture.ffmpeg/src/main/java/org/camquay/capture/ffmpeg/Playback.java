// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.TrackFormat;
import org.camquay.rtp.rtcp.SenderWallClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers what an opened source holds: packet by packet, in real time if it is a recording. Thread: the source's. */
final class Playback implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Playback.class);

    /** Containers without times of their own; live, they have those of their arrival. */
    private static final Set<String> UNTIMED = Set.of("mpjpeg", "mjpeg", "h264", "hevc");

    /** Packets of a file that are read at once, at most; at 30 frames/s a quarter of a second. */
    private static final int READ_AHEAD = 8;

    private static final int READ_AHEAD_BYTES = 1 << 20;

    /** So long a source may send what gives no frame, before it is said. */
    private static final long PATIENCE_MICROS = 5_000_000;

    private final CaptureRequest request;
    private final MediaLocation location;
    private final SinkGate sink;
    private final Watch watch;
    private final Interrupts interrupts;
    private final Clocks clocks;
    private final Discovery discovery;
    private final boolean recording;
    private final boolean untimed;
    private final Timeline timeline;
    private final SenderWallClock wall = new SenderWallClock();
    private final Pace pace;
    private final List<Track> tracks = new ArrayList<>();
    private final Queue<Packet> ahead = new ArrayDeque<>();
    private final long timeout;
    private Demuxer demuxer;
    private long delivered;

    private static final class Track {
        private final int number;
        private final int stream;
        private final TrackReader reader;
        private TrackFormat announced;
        /** From times of the source to the camera's clock, once it has told. */
        private long clockOffset = Packet.NO_TIME;
        /** When the first packet came of those that gave no frame; {@link Packet#NO_TIME} if the last one did. */
        private long uselessSince = Packet.NO_TIME;

        private boolean lackTold;

        Track(int number, int stream, TrackReader reader) {
            this.number = number;
            this.stream = stream;
            this.reader = reader;
        }
    }

    Playback(
            CaptureRequest request,
            MediaLocation location,
            Connection connection,
            SinkGate sink,
            Watch watch,
            Interrupts interrupts,
            Clocks clocks) {
        this.request = request;
        this.location = location;
        this.sink = sink;
        this.watch = watch;
        this.interrupts = interrupts;
        this.clocks = clocks;
        demuxer = connection.demuxer();
        discovery = connection.discovery();
        recording = location.isFile() || demuxer.isRecording();
        untimed = !recording && UNTIMED.contains(demuxer.containerName());
        timeline = new Timeline(!recording);
        pace = new Pace(clocks.nanoTime());
        timeout = Watch.nanos(request.timeout());
        if (discovery.hasVideo()) {
            add(discovery.videoStream(), discovery.video());
        }
        if (discovery.hasAudio()) {
            add(discovery.audioStream(), discovery.audio());
        }
    }

    private void add(int stream, TrackReader reader) {
        tracks.add(new Track(tracks.size(), stream, reader));
    }

    /** Tells the formats. */
    void announce() {
        if (!discovery.unknownAudio().isEmpty()) {
            LOG.warn("no sound: {} (audio codec {} is not supported)", request.streamName(), discovery.unknownAudio());
        }
        for (Track track : tracks) {
            announce(track);
        }
        if (!discovery.unused().isEmpty()) {
            sink.unusedTracks(discovery.unused());
        }
    }

    private void announce(Track track) {
        TrackFormat format = track.reader.format().orElse(track.announced);
        if (format == track.announced) {
            return;
        }
        boolean changed = !format.equals(track.announced);
        // Also of two that are equal the latest one, so that it is the same with the next frame.
        track.announced = format;
        if (changed) {
            sink.format(track.number, format);
        }
    }

    /** Delivers until the recording ends, or the watch is canceled. */
    void play() throws CaptureException {
        for (Packet packet = discovery.seen().poll();
                packet != null;
                packet = discovery.seen().poll()) {
            deliver(packet);
        }
        // The loop itself is never compiled, since it is called once.
        while (!watch.canceled() && playNext()) {}
    }

    /** Returns false at the end. */
    private boolean playNext() throws CaptureException {
        watch.allow(timeout);
        Packet packet = location.isFile() ? nextOfFile() : read();
        if (packet != null) {
            deliver(packet);
            return true;
        }
        if (!recording) {
            throw Reasons.lost(location, org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF);
        }
        if (location.loop() && delivered > 0) {
            rewind();
            return true;
        }
        return false;
    }

    /** The next one of several that are read at once: that takes little longer than one, after a pause. */
    private Packet nextOfFile() throws CaptureException {
        if (ahead.isEmpty()) {
            readAhead();
        }
        return ahead.poll();
    }

    private void readAhead() throws CaptureException {
        int bytes = 0;
        try {
            while (ahead.size() < READ_AHEAD && bytes < READ_AHEAD_BYTES) {
                Packet packet = read();
                if (packet == null) {
                    return;
                }
                ahead.add(packet);
                bytes += packet.data().length;
            }
        } catch (CaptureException e) {
            if (ahead.isEmpty()) {
                throw e; // else it comes again when these are played
            }
        }
    }

    private Packet read() throws CaptureException {
        try {
            return demuxer.read();
        } catch (DemuxException e) {
            if (watch.canceled()) {
                return null;
            }
            throw watch.expired() ? Reasons.silent(location, request.timeout()) : Reasons.lost(location, e.code());
        }
    }

    private void rewind() throws CaptureException {
        demuxer.close();
        try {
            demuxer = Demuxer.open(location, interrupts, watch, clocks.nanoTime());
        } catch (DemuxException e) {
            throw Reasons.notOpened(location, e.code());
        }
        delivered = 0;
        timeline.nextRound();
    }

    private void deliver(Packet packet) {
        Track track = trackOf(packet.stream());
        if (track == null || watch.canceled()) {
            return;
        }
        var whole = track.reader.assemble(packet);
        for (int i = 0; i < whole.size(); i++) {
            deliver(track, whole.get(i));
        }
    }

    private Track trackOf(int stream) {
        for (int i = 0; i < tracks.size(); i++) {
            if (tracks.get(i).stream == stream) {
                return tracks.get(i);
            }
        }
        return null;
    }

    private void deliver(Track track, Packet packet) {
        long length = track.reader.length(packet);
        Packet timed = untimed ? packet.timedByArrival() : length > 0 ? packet.lasting(length) : packet;
        long time = timeline.place(track.number, timed, track.reader.reordered(), length);
        if (recording) {
            pace.await(timeline.decodingTime(timed, time), watch);
        }
        Optional<MediaFrame> frame = track.reader.read(timed, time, captureTime(track, timed, time));
        if (frame.isPresent()) {
            announce(track);
            sink.frame(track.number, frame.get());
            delivered++;
            track.uselessSince = Packet.NO_TIME;
        } else {
            useless(track, packet.arrival());
        }
    }

    /** Says once why nothing comes of what the source sends, when that has lasted. */
    private void useless(Track track, long arrival) {
        if (track.uselessSince == Packet.NO_TIME) {
            track.uselessSince = arrival;
            track.lackTold = false;
        } else if (!track.lackTold && arrival - track.uselessSince > PATIENCE_MICROS) {
            track.lackTold = true;
            String lack = track.reader.lack();
            if (!lack.isEmpty()) {
                sink.waiting(lack);
            }
        }
    }

    /** By the camera's clock where it tells, else when the frame came. */
    private long captureTime(Track track, Packet packet, long time) {
        long now = clocks.wallMicros();
        if (packet.captured() != Packet.NO_TIME) {
            track.clockOffset = packet.captured() - time;
        }
        return track.clockOffset == Packet.NO_TIME ? now : wall.captured(time + track.clockOffset, now);
    }

    @Override
    public void close() {
        discovery.close();
        demuxer.close();
    }
}
