// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * {@code ./camquay bench --capture}: one camera, H.264 of 2 Mbit/s and 30 pictures a second and AAC, is shown to
 * {@code capture.rtsp} and to {@code capture.ffmpeg} at the same time, each in a process of its own. During the
 * warm-up each has a dozen further sources for half of the time, so that the JVM has compiled what it would compile of a camera that
 * runs for hours.
 */
final class CaptureBench {
    static final String USAGE = "camquay bench --capture [seconds=30] [warmup=30] [transport=tcp|udp]\n";

    private static final int WINDOW_SECONDS = 5;
    private static final int SETTLING_SECONDS = 3;
    private static final double MOST_SECONDS = 3600;

    private final int windows;
    private final int warmup;
    private final String transport;
    private final Path work;
    private final PrintStream out;

    /** What both are compared by. */
    record Figures(double cpuRatio, double delayRatio, int pictures) {}

    /**
     * What is given as words.
     *
     * @param work a folder for the clip
     * @throws IllegalArgumentException with a sentence for the user
     */
    CaptureBench(List<String> words, Path work, PrintStream out) {
        Map<String, String> given = new HashMap<>(Map.of("seconds", "30", "warmup", "30", "transport", "tcp"));
        for (var word : words) {
            var pair = word.split("=", 2);
            if (pair.length < 2 || given.put(pair[0], pair[1]) == null) {
                throw new IllegalArgumentException("unknown option '" + word + "'");
            }
        }
        windows = Math.max(1, number(given, "seconds") / WINDOW_SECONDS);
        warmup = number(given, "warmup");
        transport = given.get("transport");
        if (!List.of("tcp", "udp").contains(transport)) {
            throw new IllegalArgumentException("transport is '" + transport + "': give tcp or udp");
        }
        this.work = work;
        this.out = out;
    }

    private static int number(Map<String, String> given, String name) {
        String text = given.get(name);
        if (!text.matches("\\d{1,4}") || Integer.parseInt(text) > MOST_SECONDS) {
            throw new IllegalArgumentException(name + " is '" + text + "': give a number from 0 to 3600");
        }
        return Integer.parseInt(text);
    }

    /** Measures and prints. */
    Figures run() throws IOException, InterruptedException {
        Files.createDirectories(work);
        var clip = CaptureClip.in(work);
        out.println("Machine: " + Machine.description());
        out.println("One camera, " + transport + ", H.264 1280x720, 30 pictures/s, 2 Mbit/s, and AAC 48 kHz; " + windows
                + " windows of " + WINDOW_SECONDS + " s after " + warmup + " s");
        try (var camera = new CaptureCamera(clip)) {
            for (var driver : List.of("rtsp", "ffmpeg")) {
                // The first start reads from the disk what the others find in memory.
                try (var rehearsal = new CaptureRun(driver, camera, transport)) {
                    rehearsal.awaitPicture();
                }
            }
            try (var ours = new CaptureRun("rtsp", camera, transport)) {
                ours.awaitPicture();
                try (var ffmpeg = new CaptureRun("ffmpeg", camera, transport)) {
                    ffmpeg.awaitPicture();
                    measure(List.of(ours, ffmpeg));
                    return print(clip, ours, ffmpeg);
                }
            }
        }
    }

    private void measure(List<CaptureRun> runs) throws IOException, InterruptedException {
        for (int i = 0; i < runs.size() && warmup > 0; i++) {
            runs.get(i).say("many");
            Thread.sleep(500L * warmup);
            runs.get(i).say("alone");
        }
        Thread.sleep(1000L * SETTLING_SECONDS);
        for (int i = 0; i <= windows; i++) {
            for (var run : runs) {
                run.mark();
            }
            if (i < windows) {
                Thread.sleep(1000L * WINDOW_SECONDS);
            }
        }
        for (var run : runs) {
            run.finish();
        }
    }

    private Figures print(CaptureClip clip, CaptureRun ours, CaptureRun ffmpeg) {
        out.println("Load average at the end: " + Machine.load());
        var delays = ours.delays(clip);
        var others = ffmpeg.delays(clip);
        row("", "capture.rtsp", "capture.ffmpeg", "ratio");
        row("CPU a frame, us", ours, ffmpeg, run -> median(window -> run.cpuMicros(window)));
        row("compilers a frame, us", ours, ffmpeg, run -> median(window -> run.compilersMicros(window)));
        row("frames in a window", ours, ffmpeg, run -> median(run::frames));
        row("last packet to frame, median, ms", ours, ffmpeg, run -> Result.quantile(run.delays(clip), 0.5));
        row("last packet to frame, p99, ms", ours, ffmpeg, run -> Result.quantile(run.delays(clip), 0.99));
        row("first picture to frame, ms", ours, ffmpeg, CaptureRun::firstMillis);
        row("process start to DESCRIBE, ms", ours, ffmpeg, CaptureRun::startMillis);
        row("resident memory, MB", ours, ffmpeg, CaptureRun::residentMegabytes);
        for (var run : List.of(ours, ffmpeg)) {
            out.println("capture." + run.driver() + ", ms a second: " + run.threads());
        }
        double cpu = median(window -> ours.cpuMicros(window) / ffmpeg.cpuMicros(window));
        double delay = Result.quantile(delays, 0.5) / Result.quantile(others, 0.5);
        out.printf(
                Locale.ROOT,
                "CPU a frame, median of the windows' ratios: %.2f; delay, ratio of medians: %.2f%n",
                cpu,
                delay);
        return new Figures(cpu, delay, Math.min(delays.size(), others.size()));
    }

    private double median(ToDoubleFunction<Integer> figure) {
        return Result.median(IntStream.range(0, windows).mapToDouble(figure::applyAsDouble));
    }

    private void row(String name, CaptureRun ours, CaptureRun ffmpeg, ToDoubleFunction<CaptureRun> figure) {
        double our = figure.applyAsDouble(ours);
        double other = figure.applyAsDouble(ffmpeg);
        row(name, number(our), number(other), number(our / other));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
    }

    private void row(String... cells) {
        out.printf("%-34s %14s %14s %8s%n", (Object[]) cells);
    }
}
