// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.doors;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import org.camquay.itests.bench.Spectators.Seen;

/** Attacks on a scene, and what its viewers see, beside a while without an attack. For one thread. */
final class Trial implements AutoCloseable {
    private static final long HEAP_SECONDS = 35;
    private static final double HEAP_FACTOR = 1.1;
    private static final int LOG_PER_SECOND = 1000;
    private static final double NEVER = 1e9;
    /** An attack needs a moment to unfold before it is an honest viewer's turn. */
    private static final long UNFOLD_MILLIS = 1500;

    private final Scene scene;
    private final double seconds;
    private final Allowance allowance;
    private Figures calm;

    /**
     * What may be worse under an attack.
     *
     * @param gapMillis between two pictures
     * @param joinMillis until an honest viewer sees a picture
     */
    record Allowance(double gapMillis, double joinMillis) {}

    /** What the viewer saw that saw least, and others; times in milliseconds. */
    private record Figures(
            long frames,
            long missing,
            long lost,
            double gap,
            double stall,
            double others,
            double server,
            double join,
            double room,
            long sent) {
        static Figures of(List<Seen> seen, Machine machine, double join, double room, long sent) throws IOException {
            return new Figures(
                    (long) -max(seen, each -> -each.frames()),
                    (long) max(seen, Seen::missing),
                    (long) max(seen, Seen::lost),
                    max(seen, Seen::longestGap),
                    machine.stall(),
                    machine.others(),
                    machine.server(),
                    join,
                    room,
                    sent);
        }

        private static double max(List<Seen> seen, ToDoubleFunction<Seen> figure) {
            return seen.stream().mapToDouble(figure).max().orElseThrow();
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d pictures, %d missing, %d packets lost, at most %.0f ms to the next picture (the machine %.0f, others use"
                            + " %.0f %%, the server %.0f %%), %.0f ms to join, %.0f ms in the room, %,d bytes from strangers",
                    frames,
                    missing,
                    lost,
                    gap,
                    stall,
                    100 * others,
                    100 * server,
                    join,
                    room,
                    sent);
        }
    }

    Trial(double seconds, Allowance allowance) throws IOException {
        this.scene = new Scene();
        this.seconds = seconds;
        this.allowance = allowance;
    }

    /** Attacks; a sentence for each thing that is worse than it may be. Prints the figures. */
    List<String> run(Attack attack) throws Exception {
        calm = calm == null ? calm() : calm;
        long heap = scene.liveHeap();
        long log = logged();
        int connections = scene.connections();
        long begin = System.nanoTime();
        var complaints = new ArrayList<String>();
        var during = during(attack, complaints);
        long written = logged() - log;
        double took = (System.nanoTime() - begin) / 1e9;
        long after = settled(heap);
        System.out.printf(
                Locale.ROOT,
                "%s, %.0f s: %s%n  calm %s%n  heap %,d kB, before %,d kB; %,d bytes of log%n",
                attack,
                seconds,
                during,
                calm,
                after / 1024,
                heap / 1024,
                written);
        judge(during, complaints);
        complain(complaints, after > heap * HEAP_FACTOR, "heap of %,d bytes after %,d", after, heap);
        complain(complaints, written > during.sent + LOG_PER_SECOND * took, "%,d bytes of log", written);
        complain(complaints, scene.connections() > connections, "the camera lost its connection%s", "");
        complain(complaints, !isAlive(), "the process has ended%s", "");
        calm = complaints.isEmpty() ? calm : null;
        return complaints;
    }

    /** Whether the server can be tried again. */
    boolean isAlive() {
        return scene.product().isAlive();
    }

    private void judge(Figures during, List<String> complaints) {
        if (!Machine.isBusy(Math.max(calm.others, during.others))) {
            complain(complaints, during.missing > calm.missing, "viewers miss %d pictures", during.missing);
            complain(complaints, during.lost > calm.lost, "viewers lose %d packets", during.lost);
            double gap = calm.gap + allowance.gapMillis + during.stall;
            complain(complaints, during.gap > gap, "%.0f ms to the next picture, more than %.0f", during.gap, gap);
        }
        complain(complaints, during.join > calm.join + allowance.joinMillis, "%.0f ms to join", during.join);
        complain(
                complaints, during.room > calm.room + allowance.joinMillis, "%.0f ms to join in the room", during.room);
    }

    private Figures during(Attack attack, List<String> complaints) throws Exception {
        try (var strangers = new Strangers(scene.product().url(), seconds);
                var machine = new Machine(scene.product().process().pid())) {
            scene.spectators().begin();
            var attacking = CompletableFuture.runAsync(() -> attack(attack, strangers), Trial::start);
            pause(UNFOLD_MILLIS);
            double join = visit(complaints, "WHEP", () -> scene.spectators().visit());
            double room = visit(complaints, "the room", () -> scene.spectators().visitRoom());
            await(attacking);
            return Figures.of(scene.spectators().end(), machine, join, room, strangers.sent());
        }
    }

    private static void complain(List<String> complaints, boolean really, String sentence, Object... values) {
        if (really) {
            complaints.add(String.format(Locale.ROOT, sentence, values));
        }
    }

    private Figures calm() throws IOException {
        try (var machine = new Machine(scene.product().process().pid())) {
            scene.spectators().begin();
            double join = scene.spectators().visit();
            double room = scene.spectators().visitRoom();
            pause((long) (Math.min(seconds, 10) * 1000));
            return Figures.of(scene.spectators().end(), machine, join, room, 0);
        }
    }

    private static void attack(Attack attack, Strangers strangers) {
        try {
            attack.run(strangers);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void start(Runnable task) {
        var thread = new Thread(task, "strangers");
        thread.setDaemon(true);
        thread.start();
    }

    private void await(CompletableFuture<Void> attacking) throws Exception {
        try {
            attacking.get((long) seconds + 60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("the attack itself failed", e.getCause());
        }
    }

    @FunctionalInterface
    private interface Visit {
        double millis() throws IOException;
    }

    private static double visit(List<String> complaints, String way, Visit visit) {
        try {
            return visit.millis();
        } catch (IOException e) {
            complaints.add("an honest viewer by " + way + " sees nothing: " + e.getMessage());
            return NEVER;
        }
    }

    /** Waits until the heap is as before; what it is in the end. */
    private long settled(long before) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(HEAP_SECONDS);
        long heap = scene.liveHeap();
        while (heap > before * HEAP_FACTOR
                && System.nanoTime() < end
                && scene.product().isAlive()) {
            pause(1000);
            heap = scene.liveHeap();
        }
        return heap;
    }

    private long logged() {
        return scene.product().log().length();
    }

    private static void pause(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void close() {
        scene.close();
    }
}
