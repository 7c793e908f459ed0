// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams.clock;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.function.DoubleUnaryOperator;
import org.camquay.api.media.AudioFormat;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.VideoFormat;

/** A camera in virtual time: what it takes when, what its clocks say of that, how it comes over a network. */
final class Simulation {
    static final int PICTURE = 0;
    static final int SOUND = 1;
    private static final long EPOCH = 1_700_000_000_000_000L;

    /** What a source's clock says of a moment. Both in seconds. */
    interface Clock {
        double at(double moment, int index);

        Clock GOOD = (moment, index) -> moment;
    }

    /** One frame. All times in seconds: when it was taken and came, what the source said, what was made of it. */
    record Event(int track, double taken, double came, double said, double time, double captured) {}

    Clock pictureClock = Clock.GOOD;
    Clock soundClock = Clock.GOOD;
    /** When something comes that is sent at a moment. */
    DoubleUnaryOperator network = sent -> sent;

    /** By how much a sender's reports are wrong, if there are any. */
    DoubleUnaryOperator reports;

    double seconds = 30;
    double pictureStep = 0.04;
    int samples = 160;
    /** Real seconds from packet to packet, as a factor. */
    double soundPace = 1;

    double jitter;
    private static final double START = 100;
    boolean reordered;
    /** Whether a frame is never sent. */
    BiPredicate<Integer, Double> lost = (track, moment) -> false;

    private final double[] lastCame = new double[2];
    private final Random random = new Random(7);

    List<Event> run() {
        List<Event> sent = new ArrayList<>();
        for (int i = 0; i * pictureStep < seconds; i++) {
            double decoded = i * pictureStep;
            // I P B B P B B: a P comes two pictures before its time
            int shown = !reordered || i == 0 ? i : i % 3 == 1 ? i + 2 : i - 1;
            add(sent, PICTURE, shown * pictureStep, decoded, pictureClock.at(shown * pictureStep, shown));
        }
        double length = samples / 8000.0;
        for (int i = 0; samples > 0 && i * length * soundPace < seconds; i++) {
            double moment = i * length * soundPace;
            add(sent, SOUND, moment, moment, soundClock.at(i * length, i));
        }
        sent.sort(Comparator.comparingDouble(Event::came));
        return place(sent);
    }

    private void add(List<Event> sent, int track, double taken, double moment, double said) {
        if (!lost.test(track, moment)) {
            double came = network.applyAsDouble(moment) + jitter * random.nextDouble();
            lastCame[track] = Math.max(lastCame[track], came);
            sent.add(new Event(track, taken, lastCame[track], said, 0, 0));
        }
    }

    private List<Event> place(List<Event> sent) {
        var clock = new SourceClock();
        clock.format(PICTURE, new VideoFormat(Codec.h264("42e01f"), 640, 360, 0, reordered));
        clock.format(SOUND, new AudioFormat(Codec.audio(Codec.PCMA, 8000, 1), 8000, 1));
        List<Event> placed = new ArrayList<>();
        for (Event e : sent) {
            var data = ByteBuffer.allocate(e.track() == SOUND ? samples : 1000);
            long said = Math.round((START + e.said()) * 1e6);
            long captured = reports == null
                    ? MediaFrame.UNKNOWN_TIME
                    : EPOCH + Math.round((e.taken() + reports.applyAsDouble(e.taken())) * 1e6);
            var frame = new EncodedFrame(EncodedFrame.Type.KEY, said, 0, captured, data);
            var timed = clock.place(e.track(), frame, Math.round((5000 + e.came()) * 1e9));
            double time = timed.timestamp() / 1e6 - START;
            placed.add(new Event(e.track(), e.taken(), e.came(), e.said(), time, (timed.captureTime() - EPOCH) / 1e6));
        }
        return placed;
    }

    static List<Event> of(List<Event> all, int track) {
        return all.stream().filter(e -> e.track() == track).toList();
    }

    /** The longest time from picture to picture, as a viewer is told it. */
    static double longestStop(List<Event> all) {
        double longest = 0;
        List<Event> pictures = of(all, PICTURE);
        for (int i = 1; i < pictures.size(); i++) {
            longest = Math.max(
                    longest, pictures.get(i).time() - pictures.get(i - 1).time());
        }
        return longest;
    }

    static double leastStep(List<Event> all, int track) {
        double least = 1e9;
        List<Event> frames = of(all, track);
        for (int i = 1; i < frames.size(); i++) {
            least = Math.min(least, frames.get(i).time() - frames.get(i - 1).time());
        }
        return least;
    }

    /** How far sound and picture that were taken together are apart, at the most, from a moment on. */
    static double apart(List<Event> all, double from) {
        List<Event> sounds = of(all, SOUND);
        double most = 0;
        int at = 0;
        for (Event picture : of(all, PICTURE)) {
            while (at + 1 < sounds.size() && sounds.get(at + 1).taken() <= picture.taken()) {
                at++;
            }
            if (picture.taken() >= from) {
                double ahead = picture.time()
                        - picture.taken()
                        - (sounds.get(at).time() - sounds.get(at).taken());
                most = Math.max(most, Math.abs(ahead));
            }
        }
        return most;
    }

    /** How many packets of sound do not follow the one before to the sample. */
    static long breaks(List<Event> all, double length) {
        List<Event> sounds = of(all, SOUND);
        long breaks = 0;
        for (int i = 1; i < sounds.size(); i++) {
            if (Math.abs(sounds.get(i).time() - sounds.get(i - 1).time() - length) > 2e-6) {
                breaks++;
            }
        }
        return breaks;
    }
}
