// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.camquay.itests.harness.Product;
import org.camquay.itests.harness.Workspace;

/** A player in a process of its own, which takes cells as words and prints a line of JSON for each; see peers/offers.py. */
final class ProgramPlayer implements Player {
    private static final long PATIENCE_SECONDS = 420;
    private static final List<String> COUNTS_REFUSED = List.of("aiortc", "werift");

    private final String name;
    private final Runnable requirement;
    private final Supplier<List<String>> command;
    private final List<String> offers;

    ProgramPlayer(String name, Runnable requirement, Supplier<List<String>> command, String... offers) {
        this.name = name;
        this.requirement = requirement;
        this.command = command;
        this.offers = List.of(offers);
    }

    @Override
    public void require() {
        requirement.run();
    }

    @Override
    public List<String> offers() {
        return offers;
    }

    @Override
    public String cannot(Cell cell) {
        return name.equals("aiortc") && cell.equals(new Cell("picture", "nb"))
                ? "aiortc starts its transports one after the other, and that of the refused first section never comes up"
                : "";
    }

    @Override
    public String unfinished(String offer) {
        return COUNTS_REFUSED.contains(name) && (offer.equals("nb") || offer.equals("data"))
                ? name + " waits for the transport of a refused section, too, and plays meanwhile"
                : "";
    }

    @Override
    public List<JsonNode> play(Product product, List<Cell> cells) throws IOException, InterruptedException {
        var words = new ArrayList<>(command.get());
        words.add(product.api().uri("/whep/").toString());
        cells.forEach(cell -> words.add(cell.stream() + ":" + cell.offer() + ":" + cell.expected(sees())));
        var log = Workspace.target("logs").resolve("offers-" + name + ".log");
        var out = Workspace.temporary("offers").resolve("reports.json");
        var process = new ProcessBuilder(words)
                .redirectError(log.toFile())
                .redirectOutput(out.toFile())
                .start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(name + " did not end: " + Files.readString(out) + Files.readString(log));
            }
        } finally {
            process.destroyForcibly();
        }
        return reports(out, log, cells.size());
    }

    private List<JsonNode> reports(Path out, Path log, int count) throws IOException {
        var reports = new ArrayList<JsonNode>();
        for (String line : Files.readAllLines(out)) {
            if (line.startsWith("{")) {
                reports.add(new ObjectMapper().readTree(line));
            }
        }
        if (reports.size() != count) {
            throw new AssertionError(
                    name + " has " + reports.size() + " reports for " + count + " cells: " + Files.readString(log));
        }
        return reports;
    }
}
