// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.camquay.itests.harness.Browser;
import org.camquay.itests.harness.Product;
import org.camquay.itests.harness.SharedDemo;
import org.camquay.itests.harness.Workspace;
import org.camquay.testkit.outside.Clips;
import org.camquay.testkit.outside.OddCameras;
import org.camquay.testkit.outside.OutsideProgram;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How much of the sound Chromium has to invent, since packets did not come when their times said. */
@Tag("full")
@ExtendWith(SharedDemo.class)
class SoundTest {
    private static final Duration BEGINNING = Duration.ofSeconds(5);
    private static final Duration WATCHED = Duration.ofSeconds(30);
    private static final double MOST = 0.03;
    private static final int TRIES = 3;
    private static final int AT_ONCE = 4;
    /** How many processes may want a processor, each one, so that what is seen is about the product. */
    private static final double CROWDED = 2.5;

    private static final String[] CLIPS = {
        "plain.h264", "tone.aac", "av.ts", "av.flv", "pcma.flv", "pcmu.flv", "pcma.mkv", "pcmu.mkv", "opus.mkv"
    };

    @Test
    void sound_ofEachSource_isHardlyInvented(Product product, Browser chromium) throws Exception {
        var clips = Clips.make(product.media(), CLIPS);
        try (var cameras = new OddCameras(clips);
                var senders = new Senders()) {
            var sources = sources(clips, cameras, senders);
            Map<String, Double> invented = new LinkedHashMap<>();
            for (int i = 0; i < TRIES && !sources.isEmpty(); i++) {
                var left = new ArrayList<>(sources.keySet());
                for (int from = 0; from < left.size(); from += AT_ONCE) {
                    var names = left.subList(from, Math.min(from + AT_ONCE, left.size()));
                    invented.putAll(invented(product, chromium, sources, names));
                }
                System.out.printf("load %.1f%n", load());
                boolean crowded = load() > CROWDED;
                sources.keySet().removeIf(name -> !crowded || invented.get(name) <= MOST);
            }
            assertThat(invented).allSatisfy((name, part) -> assertThat(part).isLessThanOrEqualTo(MOST));
        }
    }

    private static Map<String, String> sources(Path clips, OddCameras cameras, Senders senders) throws Exception {
        Map<String, String> sources = new LinkedHashMap<>();
        sources.put("rtsp-aac-1", cameras.uri("audio=aac").toString());
        sources.put("rtsp-aac-4", cameras.uri("audio=aac aus=4").toString());
        sources.put("rtsp-pcma", cameras.uri("audio=pcma ajitter=4").toString());
        sources.put("rtsp-pcmu", cameras.uri("audio=pcmu ajitter=4").toString());
        sources.put("rtsp-l16", cameras.uri("audio=l16").toString());
        sources.put("rtsp-drift", cameras.uri("audio=pcma adrift=1.03").toString());
        for (var file : List.of("av.ts", "av.flv", "pcma.flv", "pcmu.flv", "pcma.mkv", "pcmu.mkv", "opus.mkv")) {
            sources.put("file-" + file.replace('.', '-'), "file:" + clips.resolve(file) + "?loop=true");
        }
        sources.put("udp", "udp://127.0.0.1:" + senders.send(clips.resolve("av.ts"), "udp", "?pkt_size=1316"));
        sources.put("srt", "srt://127.0.0.1:" + senders.send(clips.resolve("av.ts"), "srt", "?mode=listener"));
        return sources;
    }

    private static Map<String, Double> invented(
            Product product, Browser chromium, Map<String, String> sources, List<String> names) throws Exception {
        var pages = new LinkedHashMap<String, PlayerPage>();
        try {
            for (var name : names) {
                product.api().data("pullStream", "uri=" + sources.get(name), "localStreamName=" + name);
                pages.put(name, PlayerPage.open(chromium, product, "demo?stream=" + name));
            }
            pages.values().forEach(page -> page.becomes("live").soundOn());
            Thread.sleep(BEGINNING.toMillis());
            var before = figures(pages);
            Thread.sleep(WATCHED.toMillis());
            var after = figures(pages);
            Map<String, Double> parts = new LinkedHashMap<>();
            pages.forEach((name, page) -> parts.put(name, part(before.get(name), after.get(name))));
            System.out.println("invented: " + parts);
            return parts;
        } finally {
            pages.values().forEach(PlayerPage::close);
            for (var name : names) {
                product.api().data("shutdownStream", "localStreamName=" + name, "permanently=1");
            }
        }
    }

    private record Figures(long all, long concealed) {}

    private static Map<String, Figures> figures(Map<String, PlayerPage> pages) {
        Map<String, Figures> figures = new LinkedHashMap<>();
        pages.forEach((name, page) -> {
            var audio = page.stats().path("audio");
            figures.put(
                    name,
                    new Figures(
                            audio.path("totalSamplesReceived").asLong(),
                            audio.path("concealedSamples").asLong()));
        });
        return figures;
    }

    private static double part(Figures before, Figures after) {
        long all = after.all - before.all;
        assertThat(all).as("samples played").isPositive();
        return Math.round(1e4 * (after.concealed - before.concealed) / all) / 1e4;
    }

    private static double load() {
        var system = java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        return system.getSystemLoadAverage() / system.getAvailableProcessors();
    }

    /** Programs that send a clip again and again. */
    private static final class Senders implements AutoCloseable {
        private final List<Process> processes = new ArrayList<>();

        /** Returns the port. */
        int send(Path clip, String scheme, String options) throws Exception {
            int port;
            try (var free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            processes.add(new ProcessBuilder(
                            OutsideProgram.FFMPEG.path().toString(),
                            "-nostdin",
                            "-v",
                            "error",
                            "-re",
                            "-stream_loop",
                            "-1",
                            "-i",
                            clip.toString(),
                            "-c",
                            "copy",
                            "-f",
                            "mpegts",
                            scheme + "://127.0.0.1:" + port + options)
                    .redirectErrorStream(true)
                    .redirectOutput(Workspace.target("logs")
                            .resolve(scheme + "-sender.log")
                            .toFile())
                    .start());
            return port;
        }

        @Override
        public void close() {
            processes.forEach(Process::destroyForcibly);
        }
    }
}
