// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * What a process' threads did between two moments, by groups of threads of one kind.
 *
 * @param seconds between the moments
 * @param groups by the part of their names that they share; {@code ended} are those that did not live until the end
 */
record ThreadLoads(double seconds, Map<String, Load> groups) {
    /** Of a JVM: both of them. */
    static final String COMPILERS = "compilers";

    private static final String ENDED = "ended";
    /** User and system time of a process are each rounded to 10 ms, at both moments. */
    private static final double ROUNDING_MILLIS = 20;

    private static final double NANOS_PER_MILLI = 1e6;

    /**
     * What a group takes.
     *
     * @param cpu milliseconds per second
     * @param wakeups per second: how often one of its threads had gone to sleep
     */
    record Load(double cpu, double wakeups) {
        private Load plus(Load other) {
            return new Load(cpu + other.cpu, wakeups + other.wakeups);
        }
    }

    private record Counts(String name, double cpuMillis, long sleeps) {}

    /** Where all threads stood at a moment. */
    record Moment(long pid, long nanos, double processMillis, Map<String, Counts> threads) {
        static Moment now(long pid) throws IOException {
            var counts = new HashMap<String, Counts>();
            try (var threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
                for (var thread : threads.toList()) {
                    read(thread, counts);
                }
            }
            return new Moment(pid, System.nanoTime(), ProcessFigures.of(pid).cpuMillis(), counts);
        }

        boolean has(String group) {
            return threads.values().stream().anyMatch(counts -> counts.name.equals(group));
        }

        private static void read(Path thread, Map<String, Counts> counts) {
            try {
                var status = Files.readAllLines(thread.resolve("status"));
                counts.put(
                        thread.getFileName().toString(),
                        new Counts(
                                group(value(status, "Name")),
                                cpuMillis(thread),
                                Long.parseLong(value(status, "voluntary_ctxt_switches"))));
            } catch (IOException e) {
                // the thread has ended
            }
        }

        private static double cpuMillis(Path thread) throws IOException {
            var precise = thread.resolve("schedstat");
            // Not every kernel is built with it.
            return Files.exists(precise)
                    ? Long.parseLong(Files.readString(precise).split(" ")[0]) / NANOS_PER_MILLI
                    : ProcessFigures.cpuMillis(thread.resolve("stat"));
        }

        private static String value(List<String> status, String key) {
            return status.stream()
                    .filter(line -> line.startsWith(key + ":"))
                    .map(line -> line.substring(key.length() + 1).strip())
                    .findFirst()
                    .orElse("0");
        }
    }

    /** What threads of that name do together: {@code net-0} and {@code net-1} are {@code net}. */
    static String group(String name) {
        if (name.matches("C[12] Compiler.*")) {
            return COMPILERS;
        }
        String group = name.split("[^A-Za-z]", 2)[0];
        return group.isEmpty() ? name : group;
    }

    /** From one moment to another. */
    static ThreadLoads between(Moment before, Moment after) {
        double seconds = (after.nanos - before.nanos) / 1e9;
        var groups = new TreeMap<String, Load>();
        double all = 0;
        for (var thread : after.threads.entrySet()) {
            var now = thread.getValue();
            var then = before.threads.getOrDefault(thread.getKey(), new Counts(now.name, 0, 0));
            double cpu = now.cpuMillis - then.cpuMillis;
            all += cpu;
            groups.merge(now.name, new Load(cpu / seconds, (now.sleeps - then.sleeps) / seconds), Load::plus);
        }
        double ended = after.processMillis - before.processMillis - all;
        if (ended > ROUNDING_MILLIS) {
            groups.put(ENDED, new Load(ended / seconds, 0));
        }
        return new ThreadLoads(seconds, groups);
    }

    /** The median of each figure over windows of the same length. */
    static ThreadLoads median(List<ThreadLoads> windows) {
        var names = new TreeSet<String>();
        windows.forEach(window -> names.addAll(window.groups.keySet()));
        var groups = new TreeMap<String, Load>();
        for (String name : names) {
            groups.put(name, new Load(median(windows, w -> w.of(name).cpu), median(windows, w -> w.of(name).wakeups)));
        }
        return new ThreadLoads(median(windows, ThreadLoads::seconds), groups);
    }

    private static double median(List<ThreadLoads> windows, ToDoubleFunction<ThreadLoads> figure) {
        return Result.median(windows.stream().mapToDouble(figure));
    }

    /** Of a group, zero if there is no such. */
    Load of(String group) {
        return groups.getOrDefault(group, new Load(0, 0));
    }

    /** CPU of all threads, milliseconds per second. */
    double cpu() {
        return groups.values().stream().mapToDouble(Load::cpu).sum();
    }

    /** Of all threads, per second. */
    double wakeups() {
        return groups.values().stream().mapToDouble(Load::wakeups).sum();
    }
}
