// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.wan;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.camquay.itests.harness.Browser;
import org.camquay.itests.harness.NetworkSpace;
import org.camquay.itests.harness.Page;

/** Chromium at the far end of a line of its own. */
final class Viewer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String FIGURES = "viewer.figures()";

    private final NetworkSpace space;
    private final String server;
    private final Line line;
    private final Browser browser;
    private Page page;
    private JsonNode last;

    /** @param number of its line, from 1 on */
    Viewer(int number, NetworkSpace camera, NetworkSpace space, String... flags) throws IOException {
        this.space = space;
        String address = "10.77." + number + ".1";
        line = new Line(camera, address, space, "10.77." + number + ".2", "wan" + number);
        line.good();
        server = "http://" + address + ":" + World.PORT + "/";
        browser = Browser.chromium(space, flags);
    }

    Line line() {
        return line;
    }

    /** Begins to watch a room, and waits until there is a picture. */
    Viewer watch(String room) {
        // any text of the server will do: it has the server's origin, and runs nothing by itself
        page = browser.page().open(URI.create(server + "camquay.js")).inject(Viewer.class, "viewer.js");
        page.evaluate("viewer.watch('" + server + "', '" + room + "')");
        until("a picture", now -> now.path("framesDecoded").asInt() > 0);
        return this;
    }

    /** Waits until its figures are as wanted. */
    JsonNode until(String what, Predicate<JsonNode> wanted) {
        return page.await(space + ": " + what, PATIENCE, FIGURES, wanted);
    }

    /** Begins a period. */
    void mark() {
        last = page.evaluate(FIGURES);
    }

    /** What it saw since the last {@link #mark} or this. */
    Figures since() {
        var before = last;
        mark();
        return Figures.between(before, last);
    }

    /** Lets time pass. */
    static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    /** Stops all processes of the browser where they are, or lets them go on. */
    void freeze(boolean stopped) {
        for (var process : space.processes()) {
            if (process.info().command().filter(path -> path.contains("chrom")).isPresent()) {
                signal(process, stopped ? "STOP" : "CONT");
            }
        }
    }

    private static void signal(ProcessHandle process, String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, "" + process.pid())
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends watching, over a good line. */
    void leave() {
        line.good();
        if (page != null) {
            page.evaluate("viewer.stop()"); // the camera hears of it before the tab is closed
            page.close();
            page = null;
        }
    }

    @Override
    public void close() {
        try {
            browser.close();
        } finally {
            line.close();
        }
    }
}
