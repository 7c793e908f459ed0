// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.FrameSink;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.media.UnusedTrack;

/** Keeps what a source delivers. Frames past {@link #LIMIT} are counted but not kept. Thread: any. */
public final class CapturingFrameSink implements FrameSink {
    /** How many frames of a track are kept. */
    public static final int LIMIT = 200;

    private final Map<Integer, List<TrackFormat>> formats = new LinkedHashMap<>();
    private final Map<Integer, List<Captured>> frames = new LinkedHashMap<>();
    private final Map<Integer, Integer> counts = new LinkedHashMap<>();
    private final Set<String> threads = new TreeSet<>();
    private List<UnusedTrack> unused = List.of();
    private String waiting = "";
    private int calls;
    private int ends;
    private CaptureException failure;

    /** A frame, with the hash its bytes had when it came. */
    public record Captured(MediaFrame frame, int hashOnArrival, String thread) {}

    @Override
    public synchronized void onFormat(int track, TrackFormat format) {
        calls++;
        formats.computeIfAbsent(track, t -> new ArrayList<>()).add(format);
    }

    @Override
    public synchronized void onFrame(int track, MediaFrame frame) {
        calls++;
        String thread = Thread.currentThread().getName();
        threads.add(thread);
        counts.merge(track, 1, Integer::sum);
        List<Captured> kept = frames.computeIfAbsent(track, t -> new ArrayList<>());
        if (kept.size() < LIMIT) {
            kept.add(new Captured(frame, hash(frame), thread));
        }
    }

    @Override
    public synchronized void onUnusedTracks(List<UnusedTrack> tracks) {
        calls++;
        unused = List.copyOf(tracks);
    }

    @Override
    public synchronized void onWaiting(String reason) {
        calls++;
        waiting = reason;
    }

    @Override
    public synchronized void onEnded(CaptureException cause) {
        calls++;
        ends++;
        failure = cause;
    }

    /** Hash of the bytes of a frame as they are now. */
    public static int hash(MediaFrame frame) {
        return Frames.data(frame).hashCode();
    }

    /** The formats of a track so far. */
    public synchronized List<TrackFormat> formats(int track) {
        return List.copyOf(formats.getOrDefault(track, List.of()));
    }

    /** The numbers of the tracks that have a format. */
    public synchronized List<Integer> tracks() {
        return List.copyOf(formats.keySet());
    }

    /** The frames of a track so far. */
    public synchronized List<Captured> frames(int track) {
        return List.copyOf(frames.getOrDefault(track, List.of()));
    }

    /** How many frames of a track came, kept or not. */
    public synchronized int count(int track) {
        return counts.getOrDefault(track, 0);
    }

    /** The tracks of the source that are not used, as it said last. */
    public synchronized List<UnusedTrack> unusedTracks() {
        return unused;
    }

    /** What it said last of why no frame comes yet; empty when it did not. */
    public synchronized String waiting() {
        return waiting;
    }

    /** The names of the threads that delivered frames. */
    public synchronized Set<String> threads() {
        return new TreeSet<>(threads);
    }

    /** How often any method was called. */
    public synchronized int calls() {
        return calls;
    }

    /** How often the source ended. */
    public synchronized int ends() {
        return ends;
    }

    /** Why it ended, or null. */
    public synchronized CaptureException failure() {
        return failure;
    }

    /** Waits for that many frames of a track. */
    public void awaitFrames(int track, int count, Duration timeout) {
        Await.until(
                timeout, count + " frames of track " + track + ", got " + count(track), () -> count(track) >= count);
    }
}
