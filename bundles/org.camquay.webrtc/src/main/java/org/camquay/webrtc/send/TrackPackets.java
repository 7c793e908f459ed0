// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.MediaKind;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.net.EventLoop;
import org.camquay.api.stream.FrameReader;
import org.camquay.api.stream.Subscription;
import org.camquay.api.stream.Track;
import org.camquay.rtp.payload.RtpPacketizer;
import org.camquay.rtp.payload.RtpPayload;

/**
 * A track cut into RTP packets, once for all its viewers. The source's thread adds frames; each event loop that has
 * viewers is told once a frame and sends from the shared ring.
 *
 * <p>Thread: {@link FrameReader}'s methods in the source's thread, all others any.
 */
final class TrackPackets implements FrameReader {
    private static final int VIDEO_PACKETS = 4096;
    private static final int AUDIO_PACKETS = 512;
    private static final long MICROS_PER_SECOND = 1_000_000;

    /** When, on the wall clock, the frame of a timestamp was captured: what sender reports are made from. */
    record ClockPoint(long timestamp, long epochMicros) {}

    private final Track track;
    private final RtpPacketizer packetizer;
    private final long clockRate;
    private final InstantSource clock;
    private final LongSupplier ticker;
    private final PacketRing ring;
    private final Map<EventLoop, FanOut> fanOuts = new ConcurrentHashMap<>();
    private volatile long keyIndex = -1;
    /** Whether all since the key frame is kept for new viewers. */
    private volatile boolean kept;

    private volatile ClockPoint clockPoint;
    private volatile boolean silent;
    private volatile long epochOffset;
    private final StreamRate rate = new StreamRate();
    private final EncoderLimit limit = new EncoderLimit(rate);
    private long next;
    private long frames;
    private long framesSinceKey;
    private long bytesSinceKey;

    /** @param ticker nanoseconds, on the clock of the event loops */
    TrackPackets(Track track, RtpPacketizer packetizer, long clockRate, InstantSource clock, LongSupplier ticker) {
        this.track = track;
        this.packetizer = packetizer;
        this.clockRate = clockRate;
        this.clock = clock;
        this.ticker = ticker;
        this.ring = new PacketRing(track.kind() == MediaKind.VIDEO ? VIDEO_PACKETS : AUDIO_PACKETS);
    }

    /** Begins to read the track; frames since its last key frame are there when this returns. */
    Subscription open() {
        return track.addReader(this);
    }

    Track track() {
        return track;
    }

    PacketRing ring() {
        return ring;
    }

    /** Null before the first frame. */
    ClockPoint clockPoint() {
        return clockPoint;
    }

    long clockRate() {
        return clockRate;
    }

    /** Index of the first packet of the last key frame; -1 before there is one. */
    long keyIndex() {
        return keyIndex;
    }

    /** Whether no data comes for now, or ever. */
    boolean silent() {
        return silent;
    }

    /** A moment of the loops' clock in microseconds since 1970. */
    long epochMicros(long nanos) {
        return nanos / 1_000 + epochOffset;
    }

    /** Bits a second of payload over the last seconds; 0 when not known yet. */
    long bitrate() {
        return rate.bitsPerSecond();
    }

    /** What the viewers can take. */
    EncoderLimit limit() {
        return limit;
    }

    /** Where a new viewer begins: the last key frame if all since is kept, else -1; sound begins now. */
    long startIndex() {
        if (track.kind() == MediaKind.AUDIO) {
            return ring.head();
        }
        long key = keyIndex;
        return kept && ring.get(key) != null ? key : -1;
    }

    /** By how many ticks the latest packet is younger than that of an index. */
    long ageOf(long index) {
        var old = ring.get(index);
        var latest = ring.get(ring.head() - 1);
        return old == null || latest == null ? 0 : latest.timestamp() - old.timestamp();
    }

    /** Adds a viewer, on its loop. */
    void join(TrackViewer viewer, EventLoop loop) {
        fanOuts.computeIfAbsent(loop, FanOut::new).add(viewer);
    }

    /** How many watch on a loop; asked there. */
    int viewers(EventLoop loop) {
        var fanOut = fanOuts.get(loop);
        return fanOut == null ? 0 : fanOut.size();
    }

    /** Removes a viewer, on its loop. */
    void leave(TrackViewer viewer, EventLoop loop) {
        var fanOut = fanOuts.get(loop);
        if (fanOut != null) {
            fanOut.remove(viewer);
            if (fanOut.isEmpty()) {
                fanOuts.remove(loop, fanOut);
            }
        }
    }

    /** How many loops have viewers. */
    int loops() {
        return fanOuts.size();
    }

    @Override
    public void onFormat(TrackFormat format) {
        // What comes next begins with a key frame; nobody may start before it.
        keyIndex = -1;
    }

    @Override
    public void onMuted(boolean muted) {
        silent = muted;
        // Viewers may have another quality to go to.
        fanOuts.values().forEach(FanOut::wake);
    }

    @Override
    public void onEnded() {
        silent = true;
        fanOuts.values().forEach(FanOut::wake);
    }

    @Override
    public void onFrame(EncodedFrame frame) {
        var payloads = packetizer.packetize(frame.data());
        if (payloads.isEmpty()) {
            return;
        }
        long timestamp = Ticks.ofMicros(frame.timestamp(), clockRate);
        boolean audio = track.kind() == MediaKind.AUDIO;
        long captured = frame.captureTime() == MediaFrame.UNKNOWN_TIME ? now() : frame.captureTime();
        long first = next;
        long arrived = ticker.getAsLong();
        epochOffset = now() - arrived / 1_000;
        int bytes = 0;
        for (int i = 0; i < payloads.size(); i++) {
            bytes += payloads.get(i).length();
        }
        rate.add(frame.timestamp(), bytes);
        boolean key = !audio && frame.isKey();
        long start = startWith(key ? first : keyIndex, key, frame.size());
        var cut = new TrackPacket.Frame(
                frames++, first, first + payloads.size(), frame.isKey(), bytes, captured, arrived);
        for (int i = 0; i < payloads.size(); i++) {
            RtpPayload payload = payloads.get(i);
            boolean starts = audio || frame.isKey() && i == 0;
            ring.put(new TrackPacket(next++, payload, timestamp + payload.timestampOffset(), starts, cut), start);
        }
        clockPoint = new ClockPoint(timestamp, captured);
        ring.publish(next);
        if (key) {
            keyIndex = first;
        }
        fanOuts.values().forEach(FanOut::wake);
    }

    /** Counts what came since the key frame. Returns the index from which on packets are kept for new viewers. */
    private long startWith(long keyAt, boolean key, int size) {
        framesSinceKey = key ? 1 : framesSinceKey + 1;
        bytesSinceKey = key ? size : bytesSinceKey + size;
        kept = keyAt >= 0 && track.backlog().holds(framesSinceKey, bytesSinceKey);
        return kept ? keyAt : Long.MAX_VALUE;
    }

    private long now() {
        var instant = clock.instant();
        return instant.getEpochSecond() * MICROS_PER_SECOND + instant.getNano() / 1_000;
    }
}
