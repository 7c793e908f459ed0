// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Viewers who come, wait for a picture and leave, so that what is kept of them shows as growth. */
final class Joins implements AutoCloseable {
    /** So many at the same time: one core's worth for each side. */
    private static final int AT_ONCE = 4;

    private static final int FIRST = 1000;
    private static final int STEPS = 5;
    /** A server may remember those who left for a while. */
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static final long CLEANING_MILLIS = 1000;
    /** Seconds for compilers to come to an end, before each reading. */
    private static final int MOST_WAIT = 60;

    private final Contender server;
    private final Options options;
    private final PrintStream out;
    private final Receivers receivers;
    private final AtomicInteger failed = new AtomicInteger();

    Joins(Contender server, Options options, PrintStream out) throws IOException {
        this.server = server;
        this.options = options;
        this.out = out;
        receivers = new Receivers(ReceiverSockets.of(options.receive()), false);
    }

    /**
     * What the process held.
     *
     * @param heap live bytes of it, after a collection; 0 if not known
     */
    record Size(int joins, long resident, long heap) {
        double growth(Size later) {
            return 100.0 * (later.resident - resident) / resident;
        }
    }

    /** Prints as it goes. Returns the size after the first joins and at the end. */
    Size[] run() throws IOException {
        int first = Math.min(FIRST, options.joins() / 2);
        int step = Math.max(1, (options.joins() - first) / STEPS);
        long began = System.nanoTime();
        joinAndLeave(first);
        var early = size(first);
        var late = early;
        say(early, early, began);
        for (int done = first; done < options.joins(); ) {
            int more = Math.min(step, options.joins() - done);
            joinAndLeave(more);
            done += more;
            late = size(done);
            say(early, late, began);
        }
        out.printf(
                Locale.ROOT,
                "resident memory grew by %.2f %% from %,d to %,d joins (wanted: less than 2); %d failed%n",
                early.growth(late),
                early.joins(),
                late.joins(),
                failed.get());
        return new Size[] {early, late};
    }

    /** Viewers who saw no picture. */
    int failed() {
        return failed.get();
    }

    private void joinAndLeave(int count) throws IOException {
        var executor = Executors.newFixedThreadPool(AT_ONCE);
        var left = new AtomicInteger(count);
        try {
            for (int i = 0; i < AT_ONCE; i++) {
                executor.submit(() -> {
                    while (left.getAndDecrement() > 0) {
                        one();
                    }
                });
            }
            executor.shutdown();
            if (!executor.awaitTermination(1, TimeUnit.HOURS)) {
                throw new IOException("joining takes more than an hour");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            executor.shutdownNow();
        }
    }

    private void one() {
        try (var viewer = new Viewer(receivers, server.signaling(0), server.viewerAddress())) {
            viewer.join();
            viewer.awaitKeyFrame();
        } catch (IOException e) {
            if (failed.getAndIncrement() == 0) {
                out.println("one of the viewers: " + e.getMessage());
            }
        }
    }

    private Size size(int joins) throws IOException {
        Measurement.settle(TimeUnit.NANOSECONDS.toMillis(SETTLE_NANOS));
        new WarmUp(server, out).await("at " + joins + " joins", 1, Math.min(MOST_WAIT, options.mostWarmup()));
        server.collect();
        // Once more: what the first collection has freed is given back by cleaners, a moment later.
        Measurement.settle(CLEANING_MILLIS);
        long heap = server.collect().orElse(0);
        return new Size(joins, ProcessFigures.of(server.pid()).residentBytes(), heap);
    }

    private void say(Size early, Size size, long began) {
        out.printf(
                Locale.ROOT,
                "%,7d joins: %,8d kB resident (%+.2f %%), %,7d kB of live heap, %,d s%n",
                size.joins(),
                size.resident() / 1024,
                early.growth(size),
                size.heap() / 1024,
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began));
    }

    @Override
    public void close() {
        receivers.close();
    }
}
