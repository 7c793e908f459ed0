// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The results as aligned text: a line for each figure, a column for each server, and how ours compares to the other. */
final class Table {
    /** A line: what, and its value; empty where a server has no such figure. */
    private record Line(String head, String format, Function<Result, OptionalDouble> value) {}

    private static final List<Line> LINES = List.of(
            line("viewers that received", "%.0f", Result::watching),
            line("warm-up with all viewers, s", "%.0f", Result::warmup),
            line("CPU, ms per viewer-second", "%.2f", Result::cpuPerViewerSecond),
            new Line("CPU of a further viewer, ms per second", "%.2f", Result::marginalCpu),
            line("wake-ups of threads per second", "%.0f", r -> r.loads().wakeups()),
            line("packets per second, all viewers", "%.0f", Result::packetsPerSecond),
            line("Mbit/s per viewer", "%.2f", r -> r.bitsPerSecond() / 1e6),
            line("lateness p50, ms", "%.1f", r -> r.lateness().quantileMillis(0.5)),
            line("lateness p99, ms", "%.1f", r -> r.lateness().quantileMillis(0.99)),
            line("lateness max, ms", "%.1f", r -> r.lateness().quantileMillis(1)),
            line("packets over 20 ms overdue, per 1000", "%.2f", r -> 1000 * r.lateShare()),
            new Line("delta frame in to last packet, p99, ms", "%.1f", r -> worst(r, r.deltaFrames())),
            new Line("key frame in to last packet, p99, ms", "%.1f", r -> worst(r, r.keyFrames())),
            new Line("resident memory per further viewer, kB", "%.0f", r -> kilo(r.residentPerViewer())),
            new Line("live heap per further viewer, kB", "%.0f", r -> kilo(r.heapPerViewer())),
            line("first viewer: join to key frame, ms", "%.0f", Result::firstJoinToKeyFrame),
            line("join to first packet, median, ms", "%.0f", r -> Result.quantile(r.joinToPacket(), 0.5)),
            line("join to first packet, p95, ms", "%.0f", r -> Result.quantile(r.joinToPacket(), 0.95)),
            line("join to key frame, median, ms", "%.0f", r -> Result.quantile(r.joinToKeyFrame(), 0.5)),
            line("join to key frame, p95, ms", "%.0f", r -> Result.quantile(r.joinToKeyFrame(), 0.95)),
            line("packets asked for again", "%.0f", Result::asked),
            line("packets lost", "%.0f", Result::lost),
            line("packets forged", "%.0f", Result::forged));

    /** Groups of threads below both are not shown. */
    private static final double LEAST_CPU = 0.1;

    private static final double LEAST_WAKEUPS = 5;

    private Table() {}

    private static Line line(String head, String format, Function<Result, ? extends Number> value) {
        return new Line(head, format, r -> OptionalDouble.of(value.apply(r).doubleValue()));
    }

    /** Only where the server tells which frames are key frames, and when it got them. */
    private static OptionalDouble worst(Result result, Lateness frames) {
        return result.keyFrames().total() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(frames.quantileMillis(0.99));
    }

    private static OptionalDouble kilo(OptionalDouble bytes) {
        return bytes.isPresent() ? OptionalDouble.of(bytes.getAsDouble() / 1024) : bytes;
    }

    static String of(List<Result> results) {
        var rows = new ArrayList<List<String>>();
        var head = new ArrayList<>(List.of(""));
        results.forEach(result -> head.add(result.server()));
        for (int i = 0; i < results.size() - 1; i++) {
            head.add(results.size() == 2 ? "ratio" : "ratio " + (i + 1) + " / " + results.size());
        }
        rows.add(head);
        for (var line : LINES) {
            rows.add(row(line, results));
        }
        var text = new StringBuilder();
        for (var row : rows) {
            text.append(String.format(Locale.ROOT, "%-40s", row.get(0)));
            row.subList(1, row.size()).forEach(cell -> text.append(String.format(Locale.ROOT, "%28s", cell)));
            text.append('\n');
        }
        results.forEach(result -> text.append(threads(result)));
        return text.toString();
    }

    /** Where a server's time goes, the largest part first. */
    private static String threads(Result result) {
        var groups = new ArrayList<>(result.loads().groups().entrySet());
        groups.sort(Comparator.comparingDouble(group -> -group.getValue().cpu()));
        return groups.stream()
                .filter(group ->
                        group.getValue().cpu() >= LEAST_CPU || group.getValue().wakeups() >= LEAST_WAKEUPS)
                .map(group -> String.format(
                        Locale.ROOT,
                        "%s %.1f (%.0f)",
                        group.getKey(),
                        group.getValue().cpu(),
                        group.getValue().wakeups()))
                .collect(Collectors.joining(", ", "ms per second (wake-ups) of " + result.server() + ": ", "\n"));
    }

    private static List<String> row(Line line, List<Result> results) {
        var row = new ArrayList<>(List.of(line.head()));
        var values = results.stream().map(line.value()).toList();
        values.forEach(value -> row.add(cell(line.format(), value)));
        var last = values.get(values.size() - 1);
        for (var value : values.subList(0, values.size() - 1)) {
            boolean comparable = Math.min(value.orElse(0), last.orElse(0)) > 0;
            row.add(comparable ? cell("%.2f", OptionalDouble.of(value.getAsDouble() / last.getAsDouble())) : "");
        }
        return row;
    }

    private static String cell(String format, OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : "-";
    }
}
