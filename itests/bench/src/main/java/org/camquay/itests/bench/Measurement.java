// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** One server's run: warm up with a few viewers, join all, let them settle, count. */
final class Measurement implements AutoCloseable {
    private static final int FEW_SHARE = 10;
    private static final int REHEARSALS = 20;
    private static final long PAUSE_MILLIS = 1000;
    /** Rates are medians over windows of this length, so that what happens once does not count for all. */
    static final int WINDOW_SECONDS = 5;
    /** With a few viewers, for the memory and CPU of a further one. */
    private static final int FEW_WINDOWS = 3;

    private static final int FEW_WARMUP_SHARE = 3;

    private final Contender server;
    private final Options options;
    private final Audience audience;
    private final List<Viewer> viewers;
    private final List<Viewer> joined = new ArrayList<>();
    private final WarmUp warmUp;
    private double warmedFor;

    Measurement(Contender server, Options options, PrintStream out) throws IOException {
        this.server = server;
        this.options = options;
        warmUp = new WarmUp(server, out);
        audience = new Audience(server, options);
        out.println("Viewers receive with " + audience.receiving());
        viewers = audience.viewers();
    }

    /** What the server's process holds at a moment. */
    private record Memory(ProcessFigures process, OptionalLong heap, int viewers) {}

    /** What was counted while all watched. */
    private record Count(List<ThreadLoads> loads, List<Window> windows, long forged) {
        /** The median, over the windows of time, of what came to all viewers in a second. */
        double rate(ToLongFunction<Window.Part> what) {
            return Result.median(IntStream.range(0, loads.size())
                    .mapToDouble(i -> windows.stream()
                                    .mapToLong(w -> what.applyAsLong(w.parts().get(i)))
                                    .sum()
                            / loads.get(i).seconds()));
        }
    }

    List<Result> run() throws IOException {
        double first = rehearse();
        // At least one for each camera, so that what a camera costs is not taken for what a viewer costs.
        int few = Math.min(options.viewers(), Math.max(options.cameras(), Math.max(1, options.viewers() / FEW_SHARE)));
        audience.join(few);
        int least = options.warmup();
        warmUp.await(few + " viewers", least, Math.max(least, options.mostWarmup() / FEW_WARMUP_SHARE));
        var before = memory();
        joined.addAll(audience.join(options.viewers()));
        warmedFor = warmUp.await(viewers.size() + " viewers", least, Math.max(least, options.mostWarmup()));
        var results = new ArrayList<Result>();
        var count = count();
        var after = memory();
        var stalled = stall(first, after);
        audience.leave(few);
        settle(PAUSE_MILLIS);
        double cpuOfFew = cpu(loads(Math.min(FEW_WINDOWS, windows()), List.of()));
        results.add(result(server.name(), first, count, before, after, OptionalDouble.of(cpuOfFew)));
        results.addAll(stalled);
        return results;
    }

    /** What the others see while some do not read any more; and what these hold on to, as memory of the viewers. */
    private List<Result> stall(double first, Memory before) throws IOException {
        int stalled = Math.min(options.stalled(), viewers.size() - 1);
        if (stalled == 0) {
            return List.of();
        }
        var silent = viewers.subList(viewers.size() - stalled, viewers.size());
        silent.forEach(Viewer::stall);
        var reading = List.copyOf(viewers.subList(0, viewers.size() - stalled));
        settle(PAUSE_MILLIS);
        var count = count(reading);
        var after = memory();
        String name = server.name() + ", " + stalled + " stalled";
        // Per stalled viewer, on top of what all of them had before.
        var base = new Memory(before.process(), before.heap(), before.viewers() - stalled);
        return List.of(result(name, first, count, base, after, OptionalDouble.empty()));
    }

    private Count count() throws IOException {
        return count(viewers);
    }

    private Count count(List<Viewer> reading) throws IOException {
        for (var viewer : reading) {
            viewer.prepareWindow();
        }
        System.gc();
        settle(PAUSE_MILLIS);
        reading.forEach(Viewer::beginWindow);
        var loads = loads(windows(), reading);
        var windows = new ArrayList<Window>();
        for (var viewer : reading) {
            windows.add(viewer.endWindow());
        }
        long forged = reading.stream().mapToLong(v -> v.reception().forged()).sum();
        return new Count(loads, windows, forged);
    }

    private int windows() {
        return Math.max(1, options.seconds() / WINDOW_SECONDS);
    }

    /** What the server's threads do in each of so many windows, which those viewers mark. */
    private List<ThreadLoads> loads(int windows, List<Viewer> reading) throws IOException {
        var loads = new ArrayList<ThreadLoads>();
        var before = ThreadLoads.Moment.now(server.pid());
        for (int i = 0; i < windows; i++) {
            settle(options.seconds() * 1000L / windows());
            reading.forEach(Viewer::mark);
            var after = ThreadLoads.Moment.now(server.pid());
            loads.add(ThreadLoads.between(before, after));
            before = after;
        }
        return loads;
    }

    private static double cpu(List<ThreadLoads> windows) {
        return Result.median(windows.stream().mapToDouble(ThreadLoads::cpu));
    }

    /** The very first viewer, then some who come and go, so that joining is warm. Returns the first one's time. */
    private double rehearse() throws IOException {
        double first = -1;
        for (int i = 0; i < Math.min(REHEARSALS, options.viewers()); i++) {
            try (var viewer = audience.viewer(i)) {
                viewer.join();
                viewer.awaitKeyFrame();
                first = first < 0 ? millis(viewer.reception().keyFrame()) : first;
            }
        }
        return first;
    }

    private Memory memory() throws IOException {
        var heap = server.collect();
        return new Memory(ProcessFigures.of(server.pid()), heap, viewers.size());
    }

    static void settle(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private Result result(
            String name, double first, Count count, Memory before, Memory after, OptionalDouble cpuOfFew) {
        var windows = count.windows();
        long packets = windows.stream().mapToLong(Window::packets).sum();
        double cpu = cpu(count.loads());
        int more = after.viewers() - before.viewers();
        long resident = after.process().residentBytes() - before.process().residentBytes();
        var heap = before.heap().isPresent() && after.heap().isPresent()
                ? per(after.heap().getAsLong() - before.heap().getAsLong(), more)
                : OptionalDouble.empty();
        return new Result(
                name,
                windows.size(),
                (int) windows.stream().filter(w -> w.packets() > 0).count(),
                count.loads().size(),
                warmedFor,
                cpu / after.viewers(),
                cpuOfFew.isEmpty() ? cpuOfFew : per(cpu - cpuOfFew.getAsDouble(), more),
                ThreadLoads.median(count.loads()),
                count.rate(Window.Part::packets),
                count.rate(Window.Part::bytes) * 8 / windows.size(),
                merged(windows, Window::lateness),
                merged(windows, Window::overdue),
                merged(windows, Window::deltaFrames),
                merged(windows, Window::keyFrames),
                per(resident, more),
                heap,
                first,
                sorted(joined.stream().mapToDouble(v -> millis(v.reception().firstPacket()))),
                sorted(joined.stream().mapToDouble(v -> millis(v.reception().keyFrame()))),
                packets,
                windows.stream().mapToLong(Window::lost).sum(),
                windows.stream().mapToLong(Window::asked).sum(),
                count.forged());
    }

    private static Lateness merged(List<Window> windows, Function<Window, Lateness> kind) {
        // No packet is there before its frame: if it seems so, key frames came late to the server all the time.
        long early = windows.stream().mapToLong(Window::early).max().orElse(0);
        var all = new Lateness();
        for (var window : windows) {
            var none = window.inTime();
            all.addAll(kind.apply(window), none.isPresent() ? OptionalLong.of(none.getAsLong() - early) : none);
        }
        return all;
    }

    private static OptionalDouble per(double amount, int count) {
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(amount / count);
    }

    private static List<Double> sorted(DoubleStream values) {
        return values.sorted().boxed().toList();
    }

    private static double millis(CompletableFuture<Long> nanos) {
        return nanos.join() / 1e6;
    }

    @Override
    public void close() {
        audience.close();
    }
}
