// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.annotation.Annotation;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.camquay.api.capture.CaptureDriver;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.capture.FrameSink;
import org.camquay.api.capture.MediaSource;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.media.UnusedTrack;
import org.camquay.api.media.VideoFormat;
import org.camquay.capture.ffmpeg.FfmpegCaptureDriver;
import org.camquay.capture.rtsp.RtspCaptureDriver;
import org.camquay.net.NetLoops;
import org.camquay.net.WorkThreads;

/**
 * A process with one capture driver and nothing else: opens an address, notes each frame, prints {@code first} at the first picture,
 * and upon {@code report} on its input all frames: {@code p NANOS MARK} for a picture, {@code s NANOS} for sound, then {@code end}.
 * Between {@code many} and {@code alone} it has further sources, for the JVM's compilers.
 */
public final class CaptureProcess implements FrameSink {
    /** Beyond these, frames are counted no more. */
    private static final int MOST = 100_000;

    private static final int OTHERS = 12;

    private final long[] times = new long[MOST];
    private final long[] marks = new long[MOST];
    private volatile int count;
    private volatile int picture = -1;
    private final boolean speaks;
    private boolean begun;

    private CaptureProcess(boolean speaks) {
        this.speaks = speaks;
    }

    /** The driver, {@code rtsp} or {@code ffmpeg}; the address; {@code tcp} or {@code udp}. */
    public static void main(String[] words) throws Exception {
        var process = new CaptureProcess(true);
        var driver = driver(words[0]);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        driver.open(request(words[1], words[2]), process);
        var others = new ArrayList<MediaSource>();
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            switch (line) {
                case "many" -> {
                    for (int i = 0; i < OTHERS; i++) {
                        others.add(driver.open(request(words[1] + "-" + i, words[2]), new CaptureProcess(false)));
                    }
                }
                case "alone" -> others.forEach(MediaSource::close);
                default -> process.print();
            }
        }
        System.exit(0);
    }

    private static CaptureRequest request(String uri, String transport) {
        return new CaptureRequest("bench", URI.create(uri), transport.equals("tcp"), Duration.ofSeconds(20));
    }

    private static CaptureDriver driver(String name) throws Exception {
        return name.equals("rtsp")
                ? new RtspCaptureDriver(new NetLoops(Runtime.getRuntime().availableProcessors()), new WorkThreads())
                : new FfmpegCaptureDriver(new FfmpegCaptureDriver.Config() {
                    @Override
                    public Class<? extends Annotation> annotationType() {
                        return FfmpegCaptureDriver.Config.class;
                    }

                    @Override
                    public String mediaFolder() {
                        return "";
                    }

                    @Override
                    public String[] camquay_capture_schemes() {
                        return new String[] {"rtsp"};
                    }
                });
    }

    @Override
    public synchronized void onFormat(int track, TrackFormat format) {
        if (format instanceof VideoFormat) {
            picture = track;
        }
    }

    @Override
    public synchronized void onFrame(int track, MediaFrame frame) {
        int i = Math.min(count, MOST - 1);
        times[i] = System.nanoTime();
        marks[i] = track == picture && frame instanceof EncodedFrame coded ? CaptureClip.mark(coded.data()) : 0;
        count = i + 1;
        if (speaks && marks[i] != 0 && !begun) {
            begun = true;
            System.out.println("first");
        }
    }

    @Override
    public void onUnusedTracks(List<UnusedTrack> tracks) {
        if (speaks && !tracks.isEmpty()) {
            System.err.println("unused: " + tracks);
        }
    }

    @Override
    public void onEnded(CaptureException failure) {
        System.err.println("ended: " + failure);
    }

    private void print() {
        int frames = count;
        for (int i = 0; i < frames; i++) {
            System.out.println(marks[i] == 0 ? "s " + times[i] : "p " + times[i] + " " + marks[i]);
        }
        System.out.println("end");
    }
}
