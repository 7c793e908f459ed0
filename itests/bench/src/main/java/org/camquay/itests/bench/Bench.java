// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code ./camquay bench}: measures the built product, and another server beside it. */
public final class Bench {
    private static final int WRONG_CALL = 2;
    private static final int REHEARSAL = 3;

    private final Options options;
    private final Path root;
    private final PrintStream out;

    Bench(Options options, Path root, PrintStream out) {
        this.options = options;
        this.root = root;
        this.out = out;
    }

    /** Options as in {@link Options#USAGE}; exit status 0 measured, 1 failed, 2 wrong call. */
    public static void main(String[] words) throws Exception {
        if (words.length > 0 && words[0].equals("--jmh")) {
            org.openjdk.jmh.Main.main(Arrays.copyOfRange(words, 1, words.length));
            return;
        }
        if (words.length > 0 && words[0].equals("--capture")) {
            capture(List.of(words).subList(1, words.length));
            return;
        }
        Options options;
        try {
            options = Options.parse(List.of(words));
        } catch (IllegalArgumentException e) {
            System.err.println("camquay bench: " + e.getMessage());
            System.err.print(Options.USAGE);
            System.exit(WRONG_CALL);
            return;
        }
        try {
            new Bench(options, Path.of(System.getProperty("camquay.root", ".")), System.out).run();
            System.exit(0);
        } catch (IOException e) {
            System.err.println("camquay bench: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void capture(List<String> words) throws InterruptedException {
        var work = Path.of(System.getProperty("camquay.root", "."), "itests/bench/target/work");
        try {
            new CaptureBench(words, work, System.out).run();
            System.exit(0);
        } catch (IllegalArgumentException e) {
            System.err.print("camquay bench: " + e.getMessage() + "\n" + CaptureBench.USAGE);
            System.exit(WRONG_CALL);
        } catch (IOException e) {
            System.err.println("camquay bench: " + e.getMessage());
            System.exit(1);
        }
    }

    /** Measures, prints the table and writes the JSON. */
    List<Result> run() throws IOException {
        var work = Files.createDirectories(
                root.resolve("itests/bench/target/work").toAbsolutePath().normalize());
        var source = Source.of(options, work);
        if (options.joins() > 0) {
            joins(source, work);
            return List.of();
        }
        if (options.crowd() > 0) {
            crowd(source, work);
            return List.of();
        }
        out.println("Camquay bench: " + options.viewers() + " viewers on " + options.cameras() + " camera(s), "
                + options.seconds() + " s after " + options.warmup() + " to " + options.mostWarmup()
                + " s of warm-up");
        out.println("Machine: " + Machine.description());
        out.println("Input: " + source.description());
        rehearse(source, work);
        var results = new ArrayList<Result>();
        var costs = new ArrayList<SideBySide.Cost>();
        var servers = new ArrayDeque<Running>();
        try {
            for (String backEnd : options.backEnds()) {
                servers.add(camquay(source, work, backEnd));
                results.addAll(measure(servers.getLast().server()));
            }
            if (!options.against().isEmpty()) {
                for (var other : others(source, work)) {
                    servers.add(other);
                    results.addAll(measure(other.server()));
                }
                costs.addAll(new SideBySide(options, out)
                        .run(servers.stream().map(Running::server).toList()));
            }
        } finally {
            servers.descendingIterator().forEachRemaining(Running::close);
        }
        out.println("Load average at the end: " + Machine.load());
        out.println();
        out.print(Table.of(results));
        if (!options.json().isEmpty()) {
            Web.JSON
                    .writerWithDefaultPrettyPrinter()
                    .writeValue(Path.of(options.json()).toFile(), Report.of(options, results, costs));
        }
        return results;
    }

    private Path product() throws IOException {
        var product =
                root.resolve("distribution/target/camquay").toAbsolutePath().normalize();
        if (!Files.isExecutable(product.resolve("bin/camquay"))) {
            throw new IOException(product + " is not built: ./mvnw -DskipTests package");
        }
        return product;
    }

    /** So that the very first viewer of the measured server is not the first of this process too. */
    private void rehearse(Source source, Path work) throws IOException {
        try (var running = camquay(source, work, options.backEnds().get(0));
                var audience = new Audience(running.server(), options)) {
            audience.join(REHEARSAL);
        }
    }

    /** A server in a folder of its own. */
    private record Running(Scratch scratch, Contender server) implements AutoCloseable {
        @Override
        public void close() {
            server.close();
            scratch.close();
        }
    }

    private Running camquay(Source source, Path work, String backEnd) throws IOException {
        return camquay(source, work, backEnd, product(), "Camquay");
    }

    private Running camquay(Source source, Path work, String backEnd, Path product, String name) throws IOException {
        var scratch = Scratch.in(work, name + backEnd);
        var server = new Camquay(name, product, scratch.folder(), source.folder(), options, backEnd);
        var running = new Running(scratch, server);
        try {
            server.pull(source, options.cameras());
            return running;
        } catch (IOException e) {
            running.close();
            throw e;
        }
    }

    private void joins(Source source, Path work) throws IOException {
        out.println("Camquay bench: " + options.joins() + " viewers who come and go");
        out.println("Machine: " + Machine.description());
        try (var running = camquay(source, work, options.backEnds().get(0));
                var joins = new Joins(running.server(), options, out)) {
            joins.run();
        }
    }

    private void crowd(Source source, Path work) throws IOException {
        out.println("Camquay bench: " + options.crowd() + " viewers who come within one second");
        out.println("Machine: " + Machine.description());
        out.println("Input: " + source.description());
        try (var running = camquay(source, work, options.backEnds().get(0));
                var crowd = new Crowd(running.server(), options, out)) {
            crowd.run();
        }
    }

    /** What ours is compared with: Janus, or another build with each back end. */
    private List<Running> others(Source source, Path work) throws IOException {
        if (options.against().equals("janus")) {
            return List.of(janus(source, work));
        }
        var others = new ArrayList<Running>();
        for (String backEnd : options.backEnds()) {
            others.add(camquay(source, work, backEnd, Path.of(options.against()), "Other build"));
        }
        return others;
    }

    private Running janus(Source source, Path work) throws IOException {
        if (source.file().isEmpty()) {
            throw new IOException("--against janus needs a file, since both servers must send the same: give --input");
        }
        var scratch = Scratch.in(work, "janus");
        return new Running(scratch, new Janus(scratch.folder(), source.file().get(), options.cameras()));
    }

    private List<Result> measure(Contender server) throws IOException {
        out.println("Measuring " + server.name() + ", process " + server.pid() + " …");
        try (var measurement = new Measurement(server, options, out)) {
            return measurement.run();
        } catch (IOException | RuntimeException e) {
            out.println("--- the end of its log\n" + server.log());
            throw e;
        }
    }
}
