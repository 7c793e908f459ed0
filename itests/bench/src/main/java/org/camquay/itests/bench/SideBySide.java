// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What servers cost while all of them serve at the same time: on a virtual machine the same work may cost twice as much a
 * few seconds later, so that only what is measured in the same window can be compared.
 */
final class SideBySide {
    private static final int WINDOWS = 12;

    private final Options options;
    private final PrintStream out;

    SideBySide(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /**
     * CPU of one server.
     *
     * @param cpu milliseconds per viewer-second, in each window
     */
    record Cost(String server, List<Double> cpu) {
        double median() {
            return Result.median(cpu.stream().mapToDouble(c -> c));
        }

        /** The median of what it cost of the other in each window. */
        double ratio(Cost other) {
            return Result.median(IntStream.range(0, cpu.size()).mapToDouble(i -> cpu.get(i) / other.cpu.get(i)));
        }

        String text(Cost other) {
            var text = String.format(Locale.ROOT, "%-28s %.2f ms per viewer-second", server, median());
            return other == this ? text : text + String.format(Locale.ROOT, ", %.3f of %s", ratio(other), other.server);
        }
    }

    /** Measures servers that are warm, and prints what each costs of the last one. */
    List<Cost> run(List<Contender> servers) throws IOException {
        out.println("Measuring all at the same time …");
        var audiences = new ArrayList<Audience>();
        try {
            for (var server : servers) {
                var audience = new Audience(server, options);
                audiences.add(audience);
                audience.join(options.viewers());
            }
            for (var server : servers) {
                new WarmUp(server, out).await(server.name(), options.warmup(), options.mostWarmup());
            }
            var costs = costs(servers);
            out.printf("All at the same time, medians of %d windows of %d s:%n", WINDOWS, Measurement.WINDOW_SECONDS);
            costs.forEach(cost -> out.println(cost.text(costs.get(costs.size() - 1))));
            return costs;
        } finally {
            audiences.forEach(Audience::close);
        }
    }

    private List<Cost> costs(List<Contender> servers) throws IOException {
        var costs = servers.stream()
                .map(server -> new Cost(server.name(), new ArrayList<>()))
                .toList();
        var before = moments(servers);
        for (int window = 0; window < WINDOWS; window++) {
            Measurement.settle(Measurement.WINDOW_SECONDS * 1000L);
            var after = moments(servers);
            for (int i = 0; i < costs.size(); i++) {
                double cpu = ThreadLoads.between(before.get(i), after.get(i)).cpu();
                costs.get(i).cpu.add(cpu / options.viewers());
            }
            before = after;
        }
        return costs;
    }

    private static List<ThreadLoads.Moment> moments(List<Contender> servers) throws IOException {
        var moments = new ArrayList<ThreadLoads.Moment>();
        for (var server : servers) {
            moments.add(ThreadLoads.Moment.now(server.pid()));
        }
        return moments;
    }
}
