// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.nat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.camquay.itests.harness.Await;
import org.camquay.itests.harness.Workspace;
import org.camquay.testkit.outside.Python;

/** aiortc as a viewer in some place, which tells when it has decoded each picture. */
final class Watcher implements AutoCloseable {
    private final Path log;
    private final Process process;

    /** @param where how to meet the camera: {@code onvif} URL ROOM, or {@code whep} URL */
    Watcher(Site site, String... where) throws IOException {
        var script =
                Path.of("../interop/peers/aiortc_watcher.py").toAbsolutePath().normalize();
        var words = new ArrayList<>(List.of(Python.path().toString(), script.toString()));
        words.addAll(List.of(where));
        var name = "aiortc-" + where[0];
        process = site.start(name, words.toArray(String[]::new));
        log = Workspace.target("logs").resolve(name + ".log");
    }

    /** When each picture was there, in milliseconds. */
    private List<Long> times() {
        try {
            return Files.readAllLines(log).stream()
                    .filter(line -> line.matches("\\d+"))
                    .map(Long::valueOf)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int pictures() {
        return times().size();
    }

    void awaitPictures(int count) {
        Await.until(count + " pictures", World.PATIENCE, () -> {
            if (!process.isAlive()) {
                throw new AssertionError("aiortc ended: see " + log);
            }
            return pictures() >= count;
        });
    }

    /** The longest time between two pictures, from that one on; milliseconds. */
    long longestSince(int first) {
        var times = times();
        long longest = 0;
        for (int i = Math.max(1, first); i < times.size(); i++) {
            longest = Math.max(longest, times.get(i) - times.get(i - 1));
        }
        return longest;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
