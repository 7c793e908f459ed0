// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaKind;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.stream.Backlog;
import org.camquay.api.stream.FrameReader;
import org.camquay.api.stream.Subscription;
import org.camquay.api.stream.Track;
import org.camquay.api.stream.TrackStats;

/** A track that a test feeds by hand, with the GOP replay that readers may rely on. */
public class ClipTrack implements Track {
    private final String id;
    private final TrackFormat format;
    private final List<Codec> codecs;
    private final List<FrameReader> readers = new ArrayList<>();
    private final List<EncodedFrame> sinceKey = new ArrayList<>();
    private int keyFrameRequests;
    private boolean muted;
    private long bitrate;
    private volatile int targetBitrate = Subscription.UNLIMITED;
    private volatile boolean encoder;
    private volatile Backlog backlog = Backlog.USUAL;

    public ClipTrack(TrackFormat format, Codec... codecs) {
        this("clip-" + format.kind(), format, codecs);
    }

    ClipTrack(String id, TrackFormat format, Codec... codecs) {
        this.id = id;
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

    /** A picture of one slice, whose bytes have that value. */
    public void push(boolean key, int bytes, byte filling, long timestampMicros) {
        byte[] unit = new byte[bytes];
        Arrays.fill(unit, filling);
        Arrays.fill(unit, 0, 2, (byte) 0);
        unit[2] = 1;
        unit[3] = (byte) (key ? 0x65 : 0x41);
        var type = key ? EncodedFrame.Type.KEY : EncodedFrame.Type.DELTA;
        push(new EncodedFrame(type, timestampMicros, 0, EncodedFrame.UNKNOWN_TIME, ByteBuffer.wrap(unit)));
    }

    synchronized int keyFrameRequests() {
        return keyFrameRequests;
    }

    public synchronized int readers() {
        return readers.size();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public MediaKind kind() {
        return format.kind();
    }

    @Override
    public Optional<TrackFormat> format() {
        return Optional.of(format);
    }

    /** No data for now, or data again. */
    void mute(boolean now) {
        List<FrameReader> told;
        synchronized (this) {
            muted = now;
            told = List.copyOf(readers);
        }
        told.forEach(r -> r.onMuted(now));
    }

    @Override
    public synchronized boolean muted() {
        return muted;
    }

    /** How much of what came before readers keep. */
    void keeps(Backlog newBacklog) {
        backlog = newBacklog;
    }

    @Override
    public Backlog backlog() {
        return backlog;
    }

    /** What {@link #stats()} say. */
    synchronized void bitrate(long bitsPerSecond) {
        bitrate = bitsPerSecond;
    }

    /** From now on an encoder follows what readers can take. */
    void encodes() {
        encoder = true;
    }

    /** What readers can take. */
    int targetBitrate() {
        return targetBitrate;
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
        return new Subscription() {
            @Override
            public boolean setTargetBitrate(int bitsPerSecond) {
                targetBitrate = bitsPerSecond;
                return encoder;
            }

            @Override
            public void close() {
                remove(reader);
            }
        };
    }

    private synchronized void remove(FrameReader reader) {
        readers.remove(reader);
    }

    @Override
    public synchronized void requestKeyFrame() {
        keyFrameRequests++;
    }

    @Override
    public synchronized TrackStats stats() {
        return new TrackStats(0, 0, 0, bitrate, 0, readers());
    }
}
