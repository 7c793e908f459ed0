// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/** The results as aligned text: a line for each figure, a column for each server, and how ours compares to the other. */
final class Table {
    /** A line: what, and its value; empty where a server has no such figure. */
    private record Line(String head, String format, Function<Result, OptionalDouble> value) {}

    private static final List<Line> LINES = List.of(
            line("viewers that received", "%.0f", Result::watching),
            line("CPU, ms per viewer-second", "%.2f", Result::cpuPerViewerSecond),
            new Line("CPU of a further viewer, ms per second", "%.2f", Result::marginalCpu),
            line("packets per second, all viewers", "%.0f", Result::packetsPerSecond),
            line("Mbit/s per viewer", "%.2f", r -> r.bitsPerSecond() / 1e6),
            line("lateness p50, ms", "%.1f", Result::latenessMedian),
            line("lateness p99, ms", "%.1f", Result::lateness99),
            line("lateness max, ms", "%.1f", Result::latenessMax),
            line("packets over 20 ms late, per 1000", "%.2f", r -> 1000 * r.lateShare()),
            new Line("resident memory per further viewer, kB", "%.0f", r -> kilo(r.residentPerViewer())),
            new Line("live heap per further viewer, kB", "%.0f", r -> kilo(r.heapPerViewer())),
            line("first viewer: join to key frame, ms", "%.0f", Result::firstJoinToKeyFrame),
            line("join to first packet, median, ms", "%.0f", r -> Result.quantile(r.joinToPacket(), 0.5)),
            line("join to first packet, p95, ms", "%.0f", r -> Result.quantile(r.joinToPacket(), 0.95)),
            line("join to key frame, median, ms", "%.0f", r -> Result.quantile(r.joinToKeyFrame(), 0.5)),
            line("join to key frame, p95, ms", "%.0f", r -> Result.quantile(r.joinToKeyFrame(), 0.95)),
            line("packets lost", "%.0f", Result::lost),
            line("packets forged", "%.0f", Result::forged));

    private Table() {}

    private static Line line(String head, String format, Function<Result, ? extends Number> value) {
        return new Line(head, format, r -> OptionalDouble.of(value.apply(r).doubleValue()));
    }

    private static OptionalDouble kilo(OptionalDouble bytes) {
        return bytes.isPresent() ? OptionalDouble.of(bytes.getAsDouble() / 1024) : bytes;
    }

    static String of(List<Result> results) {
        var rows = new ArrayList<List<String>>();
        var head = new ArrayList<>(List.of(""));
        results.forEach(result -> head.add(result.server()));
        if (results.size() == 2) {
            head.add("ratio");
        }
        rows.add(head);
        for (var line : LINES) {
            rows.add(row(line, results));
        }
        var text = new StringBuilder();
        for (var row : rows) {
            text.append(String.format(Locale.ROOT, "%-40s", row.get(0)));
            row.subList(1, row.size()).forEach(cell -> text.append(String.format(Locale.ROOT, "%12s", cell)));
            text.append('\n');
        }
        return text.toString();
    }

    private static List<String> row(Line line, List<Result> results) {
        var row = new ArrayList<>(List.of(line.head()));
        var values = results.stream().map(line.value()).toList();
        values.forEach(value -> row.add(cell(line.format(), value)));
        if (results.size() == 2) {
            boolean comparable = values.stream().allMatch(v -> v.isPresent() && v.getAsDouble() > 0);
            row.add(
                    comparable
                            ? cell(
                                    "%.2f",
                                    OptionalDouble.of(values.get(0).getAsDouble()
                                            / values.get(1).getAsDouble()))
                            : "");
        }
        return row;
    }

    private static String cell(String format, OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : "-";
    }
}
