// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.nat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.camquay.itests.harness.Await;
import org.camquay.itests.harness.NodePrograms;
import org.camquay.itests.harness.Workspace;
import org.camquay.testkit.outside.Python;

/** A viewer of another make in some place, which tells when it has each picture. */
final class Watcher implements AutoCloseable {
    /** Who made it. */
    enum Make {
        /** Checks each 4 to 6 s, reports each second. */
        AIORTC {
            @Override
            void require() {
                Python.require("aiortc (Debian: python3-aiortc python3-websockets)", "import aiortc, websockets");
            }

            @Override
            List<String> command() {
                var script = Workspace.root().resolve("itests/interop/peers/aiortc_watcher.py");
                return List.of(Python.path().toString(), script.toString());
            }
        },
        /** Checks each 4 to 6 s, and reports only when the camera does. */
        LIBDATACHANNEL {
            @Override
            void require() {
                NodePrograms.require();
            }

            @Override
            List<String> command() {
                return NodePrograms.command("libdatachannel_watcher.mjs");
            }
        };

        /** Ends the test, skipped by name, where it is not installed. */
        abstract void require();

        abstract List<String> command();

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Path log;
    private final Process process;

    /** @param where how to meet the camera: {@code onvif} URL ROOM, or {@code whep} URL */
    Watcher(Make make, Site site, String... where) throws IOException {
        var words = new ArrayList<>(make.command());
        words.addAll(List.of(where));
        var name = make + "-" + where[0];
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
                throw new AssertionError("it ended: see " + log);
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
