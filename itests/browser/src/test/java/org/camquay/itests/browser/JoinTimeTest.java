// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.camquay.itests.harness.Browser;
import org.camquay.itests.harness.Page;
import org.camquay.itests.harness.Product;
import org.camquay.itests.harness.SharedDemo;
import org.camquay.testkit.outside.OutsideProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How long a viewer waits for the first picture, and for what. Prints figures; a machine may be slow, but not by tenfold. */
@ExtendWith(SharedDemo.class)
class JoinTimeTest {
    private static final int WARM_UP = 20;
    private static final int JOINS = 15;
    private static final double LIMIT_MILLIS = 2_000;
    private static final long PAUSE_NANOS = 200_000_000;
    private static final long STEP_NANOS = 70_000_000;

    @Test
    void picture_ofACamera_comesSoon(Product product, Browser chromium) throws Exception {
        var clip = clip(product.media().resolve("joining.mp4"));
        product.api().data("pullStream", "uri=file:" + clip + "?loop=true", "localStreamName=joining");
        try (var player = PlayerPage.open(chromium, product, "nobody-here")) {
            var page = player.page().inject(JoinTimeTest.class, "joining.js");
            measure("player", page, "joining.player('demo', 'joining')");
            measure("WHEP", page, "joining.whep('joining')");
        } finally {
            product.api().data("shutdownStream", "localStreamName=joining", "permanently=1");
        }
    }

    /** The test pattern is encoded for its viewers, so another one watches all the time. */
    @Test
    void picture_ofDemo_comesSoon(Product product, Browser chromium) {
        try (var first = PlayerPage.open(chromium, product, "demo");
                var second = PlayerPage.open(chromium, product, "nobody-here")) {
            first.becomes("live");
            var page = second.page().inject(JoinTimeTest.class, "joining.js");
            measure("player, demo with sound", page, "joining.player('demo', 'demo')");
        }
    }

    /** As a camera would send it: 2 Mbit/s, a key frame each second. */
    private static Path clip(Path file) throws IOException, InterruptedException {
        OutsideProgram.FFMPEG_X264.require();
        var ffmpeg = OutsideProgram.FFMPEG.path().toString();
        var source = List.of("-f", "lavfi", "-t", "8", "-i", "testsrc2=size=1280x720:rate=30");
        var video = List.of("-c:v", "libx264", "-preset", "veryfast", "-profile:v", "baseline", "-pix_fmt", "yuv420p");
        var rate = List.of("-g", "30", "-sc_threshold", "0", "-b:v", "2M", "-maxrate", "2M", "-bufsize", "1M");
        var command = new ArrayList<>(List.of(ffmpeg, "-nostdin", "-y", "-v", "error"));
        command.addAll(source);
        command.addAll(video);
        command.addAll(rate);
        command.add(file.toString());
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
        return file;
    }

    private static void measure(String name, Page page, String join) {
        var samples = new ArrayList<JsonNode>();
        for (int i = 0; i < WARM_UP + JOINS; i++) {
            var sample = page.evaluate(join);
            if (i >= WARM_UP) {
                samples.add(sample);
            }
            // Between two joins, so that each finds the last one gone, and another place in the group of pictures.
            LockSupport.parkNanos(PAUSE_NANOS + i % 5 * STEP_NANOS);
        }
        var medians = new TreeMap<Double, String>();
        byPhase(samples).forEach((phase, times) -> {
            double median = times.get(times.size() / 2);
            medians.put(
                    median,
                    String.format("%s %.0f (%.0f to %.0f)", phase, median, times.get(0), times.get(times.size() - 1)));
        });
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        System.out.printf(
                "join by %s, %d times, ms, median (range), load average %.1f: %s%n",
                name, JOINS, load, String.join(", ", medians.values()));
        var pictures = byPhase(samples).get("picture");
        assertThat(pictures).hasSize(JOINS);
        assertThat(pictures.get(JOINS / 2)).isLessThan(LIMIT_MILLIS);
    }

    private static Map<String, List<Double>> byPhase(List<JsonNode> samples) {
        return samples.stream()
                .flatMap(sample -> sample.properties().stream())
                .sorted((a, b) ->
                        Double.compare(a.getValue().asDouble(), b.getValue().asDouble()))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey,
                        Collectors.mapping(entry -> entry.getValue().asDouble(), Collectors.toList())));
    }
}
