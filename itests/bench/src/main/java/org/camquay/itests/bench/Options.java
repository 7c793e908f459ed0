// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How to measure.
 *
 * @param viewers watching at the same time
 * @param cameras over which they are spread
 * @param seconds measured, in windows of 5 s
 * @param warmup seconds before, at least
 * @param mostWarmup seconds before, at most: as long as the server's JVM compiles
 * @param input a file or a stream URI; empty for a clip of our own
 * @param against another server's name, or empty
 * @param json where the figures go as JSON, or empty
 * @param decryptsAll whether viewers decrypt every packet
 * @param heapMegabytes of the product's JVM
 * @param datagram the product's back end for UDP: nio, epoll, "both" for one run with each, or empty for its default
 * @param receive how viewers take packets from the kernel: gro, nio, or empty for the first of them that works here
 * @param stalled viewers that stop reading, after a first measurement and for a second one
 * @param joins viewers that come and go instead of a measurement, 0 for none
 * @param crowd viewers that come within one second, instead of a measurement; 0 for none
 * @param silent viewers before the crowd whose ICE works and whose DTLS stalls
 */
record Options(
        int viewers,
        int cameras,
        int seconds,
        int warmup,
        int mostWarmup,
        String input,
        String against,
        String json,
        boolean decryptsAll,
        int heapMegabytes,
        String datagram,
        String receive,
        int stalled,
        int joins,
        int crowd,
        int silent) {
    static final Options DEFAULT = new Options(24, 1, 30, 10, 150, "", "", "", false, 128, "", "", 0, 0, 0, 0);

    private static final String DECRYPT = "--decrypt";
    private static final String PROGRAM = "bin/camquay";

    static final String USAGE = """
            camquay bench [--viewers N] [--cameras M] [--seconds S] [--warmup S] [--input FILE.mp4|URI]
                          [--most-warmup S] [--against janus|FOLDER] [--datagram nio|epoll|both]
                          [--receive gro|nio] [--stalled N] [--decrypt] [--heap MEGABYTES] [--json FILE]
            camquay bench --joins N [--input …] [--datagram nio|epoll] [--heap MEGABYTES]
            camquay bench --crowd N [--silent M] [--input …] [--datagram nio|epoll] [--heap MEGABYTES]
            camquay bench --capture [seconds=30] [warmup=30] [transport=tcp|udp]
            camquay bench --turn [name=number …]
            camquay bench --jmh [JMH's own options]
            """;

    private static final Set<String> NAMES = Set.of(
            "--viewers",
            "--cameras",
            "--seconds",
            "--warmup",
            "--most-warmup",
            "--input",
            "--against",
            "--json",
            "--heap",
            DECRYPT,
            "--datagram",
            "--receive",
            "--stalled",
            "--joins",
            "--crowd",
            "--silent");
    private static final Set<String> BACK_ENDS = Set.of("", "nio", "epoll", "both");
    private static final Set<String> RECEIVING = Set.of("", "gro", "nio");

    /**
     * Reads the words after {@code bench}.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    static Options parse(List<String> words) {
        var given = new HashMap<String, String>();
        for (int i = 0; i < words.size(); i++) {
            String name = words.get(i);
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("unknown option '" + name + "'");
            }
            if (!name.equals(DECRYPT) && i + 1 == words.size()) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            given.put(name, name.equals(DECRYPT) ? "" : words.get(++i));
        }
        String against = given.getOrDefault("--against", "");
        if (!against.isEmpty() && !against.equals("janus") && !Files.isExecutable(Path.of(against, PROGRAM))) {
            throw new IllegalArgumentException(
                    "--against '" + against + "': neither janus nor the folder of a built product, with " + PROGRAM);
        }
        String datagram = given.getOrDefault("--datagram", "");
        if (!BACK_ENDS.contains(datagram)) {
            throw new IllegalArgumentException("--datagram '" + datagram + "': nio, epoll or both");
        }
        String receive = given.getOrDefault("--receive", "");
        if (!RECEIVING.contains(receive)) {
            throw new IllegalArgumentException("--receive '" + receive + "': gro or nio");
        }
        return new Options(
                number(given, "--viewers", DEFAULT.viewers, 5000),
                number(given, "--cameras", DEFAULT.cameras, 1000),
                number(given, "--seconds", DEFAULT.seconds, 3600),
                number(given, "--warmup", DEFAULT.warmup, 600),
                number(given, "--most-warmup", DEFAULT.mostWarmup, 3600),
                given.getOrDefault("--input", ""),
                against,
                given.getOrDefault("--json", ""),
                given.containsKey(DECRYPT),
                number(given, "--heap", DEFAULT.heapMegabytes, 65_536),
                datagram,
                receive,
                number(given, "--stalled", DEFAULT.stalled, 1000),
                number(given, "--joins", DEFAULT.joins, 1_000_000),
                number(given, "--crowd", DEFAULT.crowd, 5000),
                number(given, "--silent", DEFAULT.silent, 5000));
    }

    /** The back ends to measure, one after the other; empty for the product's default. */
    List<String> backEnds() {
        return datagram.equals("both") ? List.of("nio", "epoll") : List.of(datagram);
    }

    private static int number(Map<String, String> given, String option, int otherwise, int most) {
        return given.containsKey(option) ? number(option, given.get(option), most) : otherwise;
    }

    private static int number(String option, String text, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(option + " is '" + text + "': give a number from 1 to " + most);
    }
}
