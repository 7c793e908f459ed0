// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Viewers who all come within one second, after others whose ICE works and whose DTLS stalls. */
final class Crowd implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long WITHIN_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** The last of them tells what a join takes when the server is warm. */
    private static final int REHEARSALS = 3;
    /** Each of them waits for the server's answer. */
    private static final int THREADS = 64;

    private final Contender server;
    private final Options options;
    private final PrintStream out;
    private final Receivers receivers;
    private final List<Viewer> viewers = new ArrayList<>();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);

    Crowd(Contender server, Options options, PrintStream out) throws IOException {
        this.server = server;
        this.options = options;
        this.out = out;
        receivers = new Receivers(ReceiverSockets.of(options.receive()), false);
    }

    /**
     * What the crowd saw.
     *
     * @param failures a sentence for each that saw no picture
     * @param millis from each one's request to its first picture, in order of size
     */
    record Outcome(List<String> failures, List<Double> millis) {}

    /** A few viewers one after the other, then those who stall, then the crowd; prints what came of them. Returns the last. */
    Outcome run() throws IOException {
        for (int done = 0; done < REHEARSALS; done++) {
            report(
                    "1 viewer alone",
                    come(1, i -> Stall.NONE, viewer -> viewer.reception().keyFrame()));
            leave();
        }
        if (options.silent() > 0) {
            var silent = come(options.silent(), Stall::kind, Viewer::path);
            out.printf(
                    Locale.ROOT,
                    "%d whose DTLS stalls: %d have a path%n",
                    options.silent(),
                    options.silent() - silent.failures().size());
        }
        var before = moments();
        var outcome = come(
                options.crowd(), i -> Stall.NONE, viewer -> viewer.reception().keyFrame());
        var after = moments();
        report(options.crowd() + " viewers within 1 s", outcome);
        say("the server", ThreadLoads.between(before[0], after[0]));
        say("the viewers", ThreadLoads.between(before[1], after[1]));
        return outcome;
    }

    private Outcome come(int count, IntFunction<Stall> kinds, Function<Viewer, CompletableFuture<?>> goal)
            throws IOException {
        var coming = new ArrayList<Viewer>();
        for (int i = 0; i < count; i++) {
            var viewer = new Viewer(receivers, server.signaling(0), server.viewerAddress(), kinds.apply(i));
            coming.add(viewer);
            viewers.add(viewer);
            viewer.prepare();
        }
        var failures = new ArrayList<String>();
        var millis = new ArrayList<Double>();
        var joins = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < count; i++) {
            joins.add(at(i * WITHIN_NANOS / count, coming.get(i)));
        }
        long end = System.nanoTime() + PATIENCE_NANOS;
        for (int i = 0; i < count; i++) {
            var viewer = coming.get(i);
            try {
                joins.get(i)
                        .thenCompose(joined -> goal.apply(viewer))
                        .get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                millis.add(viewer.reception().keyFrame().getNow(0L) / 1e6);
            } catch (ExecutionException | TimeoutException e) {
                failures.add(viewer.failure().isEmpty() ? "not in time: " + e : viewer.failure());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
        millis.sort(null);
        return new Outcome(failures, millis);
    }

    private CompletableFuture<Void> at(long delayNanos, Viewer viewer) {
        var joined = new CompletableFuture<Void>();
        threads.schedule(
                () -> {
                    try {
                        viewer.connect();
                        joined.complete(null);
                    } catch (IOException | RuntimeException e) {
                        joined.completeExceptionally(e);
                    }
                },
                delayNanos,
                TimeUnit.NANOSECONDS);
        return joined;
    }

    private void report(String who, Outcome outcome) {
        out.printf(
                Locale.ROOT,
                "%s: first picture after %.0f ms (median), %.0f ms (last); %d without%n",
                who,
                Result.quantile(outcome.millis(), 0.5),
                Result.quantile(outcome.millis(), 1),
                outcome.failures().size());
        outcome.failures().stream().distinct().limit(3).forEach(failure -> out.println("  " + failure));
    }

    private ThreadLoads.Moment[] moments() throws IOException {
        return new ThreadLoads.Moment[] {
            ThreadLoads.Moment.now(server.pid()),
            ThreadLoads.Moment.now(ProcessHandle.current().pid())
        };
    }

    /** Where the crowd's time went: both share one machine. */
    private void say(String who, ThreadLoads loads) {
        var groups = loads.groups().entrySet().stream()
                .sorted(Comparator.comparingDouble(group -> -group.getValue().cpu()))
                .limit(6)
                .map(group ->
                        "%s %.0f".formatted(group.getKey(), group.getValue().cpu() * loads.seconds()))
                .toList();
        out.printf(
                Locale.ROOT,
                "CPU of %s in %.1f s: %.0f ms %s%n",
                who,
                loads.seconds(),
                loads.cpu() * loads.seconds(),
                groups);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        leave();
        receivers.close();
    }

    /** At the same time, since each says goodbye to the server. */
    private void leave() {
        var closing = Executors.newFixedThreadPool(THREADS);
        viewers.forEach(viewer -> closing.execute(viewer::close));
        viewers.clear();
        closing.shutdown();
        try {
            closing.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
