// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.DoubleStream;

/** One server's run: warm up with a few viewers, join all, let them settle, count. */
final class Measurement implements AutoCloseable {
    private static final int FEW_SHARE = 10;
    private static final int REHEARSALS = 20;
    private static final long JOIN_PAUSE_MILLIS = 250;
    private static final double LATE_MILLIS = 20;
    /** USER_HZ makes steps of 10 ms, so the few have to be watched for a while. */
    private static final long MOST_FEW_MILLIS = 5000;

    private static final long PAUSE_MILLIS = 1000;

    private final Contender server;
    private final Options options;
    private final Receivers receivers;
    private final List<Viewer> viewers = new ArrayList<>();
    private final List<Viewer> joined = new ArrayList<>();

    Measurement(Contender server, Options options) {
        this.server = server;
        this.options = options;
        receivers = new Receivers(options.decryptsAll());
    }

    /** What the server's process holds at a moment. */
    private record Memory(ProcessFigures process, OptionalLong heap, int viewers) {}

    /** What was counted while all watched. */
    private record Count(double seconds, long cpuMillis, List<Window> windows, long forged) {}

    Result run() throws IOException {
        double first = rehearse();
        // At least one for each camera, so that what a camera costs is not taken for what a viewer costs.
        int few = Math.min(options.viewers(), Math.max(options.cameras(), Math.max(1, options.viewers() / FEW_SHARE)));
        join(few);
        settle(options.warmup() * 1000L);
        var before = memory();
        joined.clear();
        join(options.viewers());
        settle(options.warmup() * 1000L);
        var count = count();
        var after = memory();
        leave(few);
        settle(PAUSE_MILLIS);
        long fewMillis = Math.min(MOST_FEW_MILLIS, options.seconds() * 1000L);
        double cpuOfFew = cpuOver(fewMillis) * 1000.0 / fewMillis;
        return result(first, count, before, after, cpuOfFew);
    }

    private Count count() throws IOException {
        viewers.forEach(Viewer::beginWindow);
        long began = System.nanoTime();
        long cpu = cpuOver(options.seconds() * 1000L);
        double seconds = (System.nanoTime() - began) / 1e9;
        var windows = new ArrayList<Window>();
        for (var viewer : viewers) {
            windows.add(viewer.endWindow());
        }
        long forged = viewers.stream().mapToLong(v -> v.reception().forged()).sum();
        return new Count(seconds, cpu, windows, forged);
    }

    private void leave(int rest) {
        var leaving = viewers.subList(rest, viewers.size());
        leaving.forEach(Viewer::close);
        leaving.clear();
    }

    /** The very first viewer, then some who come and go, so that joining is warm. Returns the first one's time. */
    private double rehearse() throws IOException {
        double first = -1;
        for (int i = 0; i < Math.min(REHEARSALS, options.viewers()); i++) {
            try (var viewer = viewer(i)) {
                viewer.join();
                viewer.awaitKeyFrame();
                first = first < 0 ? millis(viewer.reception().keyFrame()) : first;
            }
        }
        return first;
    }

    private Viewer viewer(int number) {
        return new Viewer(receivers, server.signaling(number % options.cameras()), server.viewerAddress());
    }

    private void join(int count) throws IOException {
        while (viewers.size() < count) {
            var viewer = viewer(viewers.size());
            viewers.add(viewer);
            joined.add(viewer);
            viewer.join();
            viewer.hasPacketWithin(JOIN_PAUSE_MILLIS);
        }
        for (var viewer : joined) {
            viewer.awaitKeyFrame();
        }
    }

    private Memory memory() throws IOException {
        var heap = server.collect();
        return new Memory(ProcessFigures.of(server.pid()), heap, viewers.size());
    }

    private long cpuOver(long millis) throws IOException {
        long before = ProcessFigures.of(server.pid()).cpuMillis();
        settle(millis);
        return ProcessFigures.of(server.pid()).cpuMillis() - before;
    }

    private static void settle(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private Result result(double first, Count count, Memory before, Memory after, double cpuOfFew) {
        var windows = count.windows();
        var lateness = new Lateness();
        windows.forEach(window -> lateness.addAll(window.lateness()));
        long packets = windows.stream().mapToLong(Window::packets).sum();
        long bytes = windows.stream().mapToLong(Window::bytes).sum();
        int more = after.viewers() - before.viewers();
        long resident = after.process().residentBytes() - before.process().residentBytes();
        var heap = before.heap().isPresent() && after.heap().isPresent()
                ? per(after.heap().getAsLong() - before.heap().getAsLong(), more)
                : OptionalDouble.empty();
        return new Result(
                server.name(),
                after.viewers(),
                (int) windows.stream().filter(w -> w.packets() > 0).count(),
                count.seconds(),
                count.cpuMillis() / count.seconds() / after.viewers(),
                per(count.cpuMillis() / count.seconds() - cpuOfFew, more),
                packets / count.seconds(),
                bytes * 8 / count.seconds() / after.viewers(),
                lateness.quantileMillis(0.5),
                lateness.quantileMillis(0.99),
                lateness.quantileMillis(1),
                lateness.shareLaterThan(LATE_MILLIS),
                per(resident, more),
                heap,
                first,
                sorted(joined.stream().mapToDouble(v -> millis(v.reception().firstPacket()))),
                sorted(joined.stream().mapToDouble(v -> millis(v.reception().keyFrame()))),
                packets,
                windows.stream().mapToLong(Window::lost).sum(),
                count.forged());
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
        viewers.forEach(Viewer::close);
        receivers.close();
    }
}
