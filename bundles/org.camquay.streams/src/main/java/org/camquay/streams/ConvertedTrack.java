// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.util.List;
import java.util.Optional;
import org.camquay.api.media.Codec;
import org.camquay.api.media.MediaKind;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.media.VideoFormat;
import org.camquay.api.stream.Backlog;
import org.camquay.api.stream.FrameReader;
import org.camquay.api.stream.Subscription;
import org.camquay.api.stream.Track;
import org.camquay.api.stream.TrackStats;

/**
 * A track in the codec its viewers agreed on: passed through when the source has it, converted once for all of them
 * when not. Works while it has readers. Thread: any.
 */
final class ConvertedTrack implements Track {
    private final SourceTrack source;
    private final String stream;
    private final Codec target;
    private final Core core;
    private final FanOut out;
    private volatile Relay relay;

    ConvertedTrack(SourceTrack source, String stream, Codec target, Core core) {
        this.source = source;
        this.stream = stream;
        this.target = target;
        this.core = core;
        this.out = new FanOut(
                source.kind(), core, this::readersChanged, this::forwardKeyFrameRequest, this::forwardTargetBitrate);
    }

    @Override
    public String id() {
        return source.id() + "-" + target.name();
    }

    @Override
    public String label() {
        return stream;
    }

    @Override
    public MediaKind kind() {
        return source.kind();
    }

    @Override
    public Optional<TrackFormat> format() {
        Optional<TrackFormat> format = source.format().filter(f -> core.codecs().passes(f, target));
        return format.isPresent() ? format : out.format();
    }

    @Override
    public boolean muted() {
        return relay == null ? source.muted() : out.muted();
    }

    @Override
    public boolean ended() {
        return source.ended();
    }

    @Override
    public List<Codec> codecs() {
        return List.of(target);
    }

    @Override
    public Track in(Codec codec) {
        if (!Passage.key(codec).equals(Passage.key(target))) {
            throw new IllegalArgumentException(
                    "track " + id() + " can be had in " + target.name() + " only, not " + codec.name());
        }
        return this;
    }

    @Override
    public Subscription addReader(FrameReader reader) {
        // Started before the reader is there, so that it finds the frames since the last key frame.
        start();
        return out.add(MediaReader.of(reader));
    }

    private synchronized void start() {
        if (relay == null && !source.ended()) {
            relay = new Relay(stream, source, target, core, out);
            relay.start();
        }
    }

    private synchronized void readersChanged() {
        if (out.readers() > 0) {
            start();
        } else if (relay != null) {
            relay.close();
            relay = null;
        }
    }

    @Override
    public Backlog backlog() {
        return core.settings().get().cached();
    }

    @Override
    public void requestKeyFrame() {
        out.requestKeyFrame();
    }

    private void forwardKeyFrameRequest() {
        Relay now = relay;
        if (now != null) {
            now.requestKeyFrame();
        }
    }

    private boolean forwardTargetBitrate(int bitsPerSecond) {
        Relay now = relay;
        return now != null && now.setTargetBitrate(bitsPerSecond);
    }

    @Override
    public TrackStats stats() {
        if (relay != null) {
            return out.stats(out.readers());
        }
        // What nobody reads has no figures of its own; who thinks of reading it wants to know what it would be.
        return source.format()
                .map(f -> core.codecs().passes(f, target) ? source.out().stats(0) : expected(f))
                .orElseGet(() -> out.stats(0));
    }

    private TrackStats expected(TrackFormat format) {
        var before = out.stats(0);
        long bitrate = format instanceof VideoFormat video
                ? core.settings().get().videoBitrate(video.width(), video.height(), Math.max(1, video.frameRate()))
                : core.settings().get().audioBitrate();
        return new TrackStats(before.frames(), before.keyFrames(), before.bytes(), bitrate, 0, 0);
    }

    int readers() {
        return out.readers();
    }

    boolean running() {
        return relay != null;
    }

    void codecsChanged() {
        Relay now = relay;
        if (now != null) {
            now.codecsChanged();
        }
    }

    void end() {
        out.end();
    }
}
