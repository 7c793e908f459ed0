// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaKind;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.stream.FrameReader;
import org.camquay.api.stream.Subscription;
import org.camquay.api.stream.Track;
import org.camquay.api.stream.TrackStats;

/** A track that a test feeds by hand, with the GOP replay that readers may rely on. */
final class ClipTrack implements Track {
    private final TrackFormat format;
    private final List<Codec> codecs;
    private final List<FrameReader> readers = new ArrayList<>();
    private final List<EncodedFrame> sinceKey = new ArrayList<>();
    private int keyFrameRequests;

    ClipTrack(TrackFormat format, Codec... codecs) {
        this.format = format;
        this.codecs = List.of(codecs);
    }

    synchronized void push(EncodedFrame frame) {
        if (frame.isKey()) {
            sinceKey.clear();
        }
        sinceKey.add(frame);
        readers.forEach(r -> r.onFrame(frame));
    }

    synchronized int keyFrameRequests() {
        return keyFrameRequests;
    }

    synchronized int readers() {
        return readers.size();
    }

    @Override
    public String id() {
        return "clip-" + kind();
    }

    @Override
    public MediaKind kind() {
        return format.kind();
    }

    @Override
    public Optional<TrackFormat> format() {
        return Optional.of(format);
    }

    @Override
    public boolean muted() {
        return false;
    }

    @Override
    public boolean ended() {
        return false;
    }

    @Override
    public List<Codec> codecs() {
        return codecs;
    }

    @Override
    public Track in(Codec codec) {
        return this;
    }

    @Override
    public synchronized Subscription addReader(FrameReader reader) {
        reader.onFormat(format);
        if (kind() == MediaKind.VIDEO) {
            sinceKey.forEach(reader::onFrame);
        }
        readers.add(reader);
        return () -> remove(reader);
    }

    private synchronized void remove(FrameReader reader) {
        readers.remove(reader);
    }

    @Override
    public synchronized void requestKeyFrame() {
        keyFrameRequests++;
    }

    @Override
    public TrackStats stats() {
        return new TrackStats(0, 0, 0, 0, 0, readers());
    }
}
