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
 * Runs coturn and our server in turn under the same load and prints what each relays per CPU second, their ratio, and
 * what 1,000 allocations cost. Options, each {@code name=number}: {@code allocations}, {@code rate} (packets per second
 * each way, of all together), {@code size} (octets), {@code seconds}, {@code rounds}, {@code warmup} (seconds),
 * {@code require} (least ratio in percent; else the exit status is 1).
 */
public final class TurnBench {
    private static final int MANY = 1000;
    private static final List<String> OPTIONS = List.of("-XX:+UseSerialGC", "-Xmx256m");

    private final PrintStream out = System.out;
    private final String[] arguments;

    private TurnBench(String[] arguments) {
        this.arguments = arguments;
    }

    /** @param arguments see above */
    public static void main(String[] arguments) throws IOException {
        System.exit(new TurnBench(arguments).run() ? 0 : 1);
    }

    private boolean run() throws IOException {
        try (var coturn = ServerProcess.coturn(System.getProperty("coturn", "turnserver"));
                var ours = ServerProcess.ours(OPTIONS)) {
            double ratio = compareLoad(coturn, ours);
            memory(coturn);
            long kilobytes = memory(ours);
            say("ratio camquay / coturn: %.2f packets per CPU second (wanted: 0.80)", ratio);
            say("memory of %d allocations: %.1f MB (allowed: 64)", MANY, kilobytes / 1024.0);
            return ratio * 100 >= option("require", 0) && kilobytes < 64 * 1024;
        }
    }

    private double compareLoad(ServerProcess coturn, ServerProcess ours) throws IOException {
        int count = option("allocations", 50);
        int size = option("size", 1000);
        int rate = option("rate", 15_000);
        int rounds = option("rounds", 5);
        say("%d allocations, %,d packets/s each way, %d octets", count, rate, size);
        var perCpuOfCoturn = new double[rounds];
        var perCpuOfOurs = new double[rounds];
        try (var toCoturn = new Load(coturn.address(), count, size);
                var toOurs = new Load(ours.address(), count, size)) {
            toCoturn.run(2, rate);
            toOurs.run(option("warmup", 10), rate);
            for (int i = 0; i < rounds; i++) {
                perCpuOfCoturn[i] = round(coturn, toCoturn, rate);
                perCpuOfOurs[i] = round(ours, toOurs, rate);
            }
        }
        double ratio = median(perCpuOfOurs) / median(perCpuOfCoturn);
        say("median: coturn %,.0f, camquay %,.0f packets per CPU second", median(perCpuOfCoturn), median(perCpuOfOurs));
        return ratio;
    }

    private double round(ServerProcess server, Load load, int rate) throws IOException {
        double before = server.cpuSeconds();
        var result = load.run(option("seconds", 6), rate);
        double cpu = server.cpuSeconds() - before;
        double perCpu = result.relayed() / cpu;
        say(
                "%-8s %,9.0f packets/s relayed, %4.1f %% lost, %5.2f CPU seconds, %,9.0f packets per CPU second",
                server.name(), result.perSecond(), 100 * result.lost(), cpu, perCpu);
        return perCpu;
    }

    private long memory(ServerProcess server) throws IOException {
        long before = server.residentKilobytes();
        var allocations = new ArrayList<Allocation>();
        try {
            for (int i = 0; i < MANY; i++) {
                allocations.add(Allocation.open(server.address()));
            }
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            long more = server.residentKilobytes() - before;
            say("%-8s %,d kB resident, %,d kB more with %d allocations", server.name(), before, more, MANY);
            return more;
        } finally {
            for (var allocation : allocations) {
                allocation.close();
            }
        }
    }

    private int option(String name, int other) {
        return Arrays.stream(arguments)
                .filter(argument -> argument.startsWith(name + "="))
                .mapToInt(argument -> Integer.parseInt(argument.substring(name.length() + 1)))
                .findFirst()
                .orElse(other);
    }

    private void say(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
    }

    private static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
