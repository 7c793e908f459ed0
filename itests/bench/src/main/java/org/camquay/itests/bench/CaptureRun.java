// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A {@link CaptureProcess} with one driver, and what is known of it. Thread: one. */
final class CaptureRun implements AutoCloseable {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double LEAST_LOAD = 0.05;

    /** A frame that was handed on: when, and the mark of its picture, 0 for sound. */
    record Handed(long nanos, long mark) {}

    private final String driver;
    private final CaptureCamera camera;
    private final Process process;
    private final BufferedReader lines;
    private final BufferedWriter words;
    private final long started = System.nanoTime();
    private final List<ThreadLoads.Moment> moments = new ArrayList<>();
    private List<Handed> frames = List.of();
    private long residentBytes;

    CaptureRun(String driver, CaptureCamera camera, String transport) throws IOException {
        this.driver = driver;
        this.camera = camera;
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-XX:CompileCommand=quiet", // as bin/camquay has it
                        "-XX:CompileCommand=CompileThresholdScaling,org.camquay.*::*,0.2",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CaptureProcess.class.getName(),
                        driver,
                        camera.uri(driver),
                        transport)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        lines = process.inputReader();
        words = process.outputWriter();
    }

    /** Waits for the first picture. */
    void awaitPicture() throws IOException {
        var line = lines.readLine();
        if (!"first".equals(line)) {
            throw new IOException("capture." + driver + " handed on no picture: " + line);
        }
    }

    /** Tells it a word. */
    void say(String word) throws IOException {
        words.write(word + "\n");
        words.flush();
    }

    /** Notes where its threads stand. */
    void mark() throws IOException {
        moments.add(ThreadLoads.Moment.now(process.pid()));
    }

    /** Asks for the frames, and ends it. */
    void finish() throws IOException {
        residentBytes = ProcessFigures.of(process.pid()).residentBytes();
        say("report");
        frames = new ArrayList<>();
        for (var line = lines.readLine(); line != null && !line.equals("end"); line = lines.readLine()) {
            var parts = line.split(" ");
            frames.add(new Handed(Long.parseLong(parts[1]), parts.length > 2 ? Long.parseLong(parts[2]) : 0));
        }
    }

    String driver() {
        return driver;
    }

    /** From the start of the process until it asked the camera what there is. */
    double startMillis() {
        return (camera.listener(driver).described - started) / NANOS_PER_MILLI;
    }

    double residentMegabytes() {
        return residentBytes / 1e6;
    }

    /** Frames handed on in a window. */
    long frames(int window) {
        long from = moments.get(window).nanos();
        long until = moments.get(window + 1).nanos();
        return frames.stream()
                .filter(frame -> frame.nanos() >= from && frame.nanos() < until)
                .count();
    }

    /** Microseconds of CPU for each frame of a window, without the JVM's compilers. */
    double cpuMicros(int window) {
        var loads = ThreadLoads.between(moments.get(window), moments.get(window + 1));
        double millis = (loads.cpu() - loads.of(ThreadLoads.COMPILERS).cpu()) * loads.seconds();
        return 1000 * millis / frames(window);
    }

    /** Microseconds of CPU of the compilers for each frame of a window. */
    double compilersMicros(int window) {
        var loads = ThreadLoads.between(moments.get(window), moments.get(window + 1));
        return 1000 * loads.of(ThreadLoads.COMPILERS).cpu() * loads.seconds() / frames(window);
    }

    /** What its kinds of threads take, milliseconds a second, the most first; those with hardly anything are left out. */
    String threads() {
        var windows = IntStream.range(0, moments.size() - 1)
                .mapToObj(window -> ThreadLoads.between(moments.get(window), moments.get(window + 1)))
                .toList();
        return ThreadLoads.median(windows).groups().entrySet().stream()
                .filter(group -> group.getValue().cpu() >= LEAST_LOAD)
                .sorted(Comparator.comparingDouble(group -> -group.getValue().cpu()))
                .map(group -> String.format(
                        Locale.ROOT,
                        "%s %.2f (%.0f wake-ups)",
                        group.getKey(),
                        group.getValue().cpu(),
                        group.getValue().wakeups()))
                .collect(Collectors.joining(", "));
    }

    /** Milliseconds from a picture's last packet until it was handed on, sorted, of the pictures since the first mark. */
    List<Double> delays(CaptureClip clip) {
        var sent = camera.listener(driver).sent;
        int last = sent.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1);
        var delays = new ArrayList<Double>();
        for (var frame : frames) {
            var index = clip.indexes().get(frame.mark());
            if (index == null || frame.nanos() < moments.get(0).nanos()) {
                continue;
            }
            int size = clip.pictures().size();
            int number = last - Math.floorMod(last - index, size);
            while (number >= 0 && (!sent.containsKey(number) || sent.get(number) > frame.nanos())) {
                number -= size;
            }
            if (number >= 0) {
                delays.add((frame.nanos() - sent.get(number)) / NANOS_PER_MILLI);
            }
        }
        delays.sort(null);
        return delays;
    }

    /** From the first picture's last packet until it was handed on, milliseconds: what a driver looks at before it begins. */
    double firstMillis() {
        long first = camera.listener(driver).sent.values().stream()
                .mapToLong(Long::longValue)
                .min()
                .orElseThrow();
        return frames.stream()
                        .filter(frame -> frame.mark() != 0)
                        .mapToLong(frame -> frame.nanos() - first)
                        .findFirst()
                        .orElseThrow()
                / NANOS_PER_MILLI;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
