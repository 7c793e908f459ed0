// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.turnbench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code ./camquay bench --turn}: runs coturn and our server in turn under the same load and prints what each relays per
 * CPU second, their ratio, and what 1,000 allocations cost.
 */
public final class TurnBench {
    private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-Xmx256m");
    private static final int WARMUP_OF_COTURN = 2;
    private static final int WRONG_CALL = 2;

    private final PrintStream out;
    private final Wishes wishes;

    TurnBench(Wishes wishes, PrintStream out) {
        this.wishes = wishes;
        this.out = out;
    }

    /**
     * What came of it.
     *
     * @param coturn what it relayed in each round
     * @param ours likewise
     * @param kilobytes what the allocations held at once added to our server's resident memory
     */
    record Outcome(List<Round> coturn, List<Round> ours, long kilobytes) {
        /** Our packets per CPU second by coturn's: of each pair of neighboring rounds, the median. */
        double ratio() {
            var ratios = new double[ours.size()];
            for (int i = 0; i < ratios.length; i++) {
                ratios[i] = ours.get(i).perCpuSecond() / coturn.get(i).perCpuSecond();
            }
            return median(ratios);
        }
    }

    /** What a server relayed in some seconds, and the CPU it took. */
    record Round(Load.Result load, double cpuSeconds) {
        double perCpuSecond() {
            return load.relayed() / cpuSeconds;
        }
    }

    /** Exit status 0: measured, and as good as {@code require} wants; 1: not so; 2: wrong call. */
    public static void main(String[] words) throws IOException {
        Wishes wishes;
        try {
            wishes = Wishes.parse(List.of(words));
        } catch (IllegalArgumentException e) {
            System.err.println("camquay bench --turn: " + e.getMessage());
            System.err.print(Wishes.USAGE);
            System.exit(WRONG_CALL);
            return;
        }
        try {
            var outcome = new TurnBench(wishes, System.out).run();
            boolean enough = outcome.ratio() * 100 >= wishes.require() && outcome.kilobytes() < 64 * 1024;
            System.exit(enough ? 0 : 1);
        } catch (IOException e) {
            System.err.println("camquay bench --turn: " + e.getMessage());
            System.exit(1);
        }
    }

    Outcome run() throws IOException {
        try (var coturn = ServerProcess.coturn(System.getProperty("coturn", "turnserver"));
                var ours = ServerProcess.ours(JVM)) {
            var ofCoturn = new ArrayList<Round>();
            var ofOurs = new ArrayList<Round>();
            compare(coturn, ofCoturn, ours, ofOurs);
            memory(coturn);
            var outcome = new Outcome(ofCoturn, ofOurs, memory(ours));
            say("median: coturn %,.0f, camquay %,.0f packets per CPU second", perCpu(ofCoturn), perCpu(ofOurs));
            say("ratio camquay / coturn: %.2f packets per CPU second (wanted: 0.80)", outcome.ratio());
            say(
                    "memory of %,d allocations: %.1f MB (allowed for 1,000: 64)",
                    wishes.held(), outcome.kilobytes() / 1024.0);
            return outcome;
        }
    }

    private void compare(ServerProcess coturn, List<Round> ofCoturn, ServerProcess ours, List<Round> ofOurs)
            throws IOException {
        int rate = wishes.rate();
        say("%d allocations, %,d packets/s each way, %d octets", wishes.allocations(), rate, wishes.size());
        try (var toCoturn = new Load(coturn.address(), wishes.allocations(), wishes.size());
                var toOurs = new Load(ours.address(), wishes.allocations(), wishes.size())) {
            toCoturn.run(Math.min(WARMUP_OF_COTURN, wishes.warmup()), rate);
            toOurs.run(wishes.warmup(), rate);
            for (int i = 0; i < wishes.rounds(); i++) {
                // First one, then the other begins, so that what else the machine does favors neither.
                if (i % 2 == 0) {
                    ofCoturn.add(round(coturn, toCoturn));
                    ofOurs.add(round(ours, toOurs));
                } else {
                    ofOurs.add(round(ours, toOurs));
                    ofCoturn.add(round(coturn, toCoturn));
                }
            }
        }
    }

    private Round round(ServerProcess server, Load load) throws IOException {
        double before = server.cpuSeconds();
        var result = load.run(wishes.seconds(), wishes.rate());
        var round = new Round(result, server.cpuSeconds() - before);
        say(
                "%-8s %,9.0f packets/s relayed, %4.1f %% lost, %5.2f CPU seconds, %,9.0f packets per CPU second",
                server.name(), result.perSecond(), 100 * result.lost(), round.cpuSeconds(), round.perCpuSecond());
        return round;
    }

    private long memory(ServerProcess server) throws IOException {
        long before = server.residentKilobytes();
        var allocations = new ArrayList<Allocation>();
        try {
            for (int i = 0; i < wishes.held(); i++) {
                allocations.add(Allocation.open(server.address()));
            }
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            long more = server.residentKilobytes() - before;
            say("%-8s %,d kB resident, %,d kB more with %,d allocations", server.name(), before, more, wishes.held());
            return more;
        } finally {
            for (var allocation : allocations) {
                allocation.close();
            }
        }
    }

    private void say(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
    }

    private static double perCpu(List<Round> rounds) {
        return median(rounds.stream().mapToDouble(Round::perCpuSecond).toArray());
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
