// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.doors;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.camquay.itests.bench.Spectators;
import org.camquay.itests.harness.Place;
import org.camquay.itests.harness.Product;
import org.camquay.itests.harness.Workspace;

/**
 * The built product with a small heap, a camera of 2 Mbit/s that waits in its room at the end of a line of 8 Mbit/s, and ten
 * viewers. For one thread.
 */
final class Scene implements AutoCloseable {
    static final String STREAM = "cam1";
    static final String ROOM = "cam1";

    private static final long LINE_BYTES_PER_SECOND = 1_000_000;
    private static final int VIEWERS = 10;
    private static final Pattern LIVE = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

    private final Product product;
    private final SlowLine line;
    private final Spectators spectators;

    Scene() throws IOException {
        var media = Workspace.target("media");
        var uri = Spectators.camera(media);
        product = Product.start(
                new SmallHeap(), Workspace.temporary("etc"), "--media-bind", "127.0.0.1", "--media", media.toString());
        var begun = new ArrayList<AutoCloseable>(List.of(product));
        try {
            line = new SlowLine(product.port(), LINE_BYTES_PER_SECOND);
            begun.add(line);
            product.api().data("pullStream", "uri=" + uri, "localStreamName=" + STREAM);
            product.api().data("startWebRTC", "url=ws://127.0.0.1:" + line.port() + "/signaling", "roomID=" + ROOM);
            spectators = new Spectators(product.url(), STREAM, ROOM);
            begun.add(spectators);
            spectators.join(VIEWERS);
            spectators.visit();
            spectators.visitRoom();
        } catch (IOException | RuntimeException | AssertionError e) {
            System.out.println(product.tail());
            close(begun);
            throw e;
        }
    }

    /** Where the program runs with 96 MB. */
    private record SmallHeap() implements Place {
        @Override
        public List<String> command(List<String> words) {
            var command = new ArrayList<>(List.of("env", "CAMQUAY_OPTS=-Xmx96m"));
            command.addAll(words);
            return command;
        }

        @Override
        public int reach(int port) {
            return port;
        }
    }

    Product product() {
        return product;
    }

    Spectators spectators() {
        return spectators;
    }

    /** How often the camera has connected to its rendezvous: once, if it kept its room. */
    int connections() {
        return line.connections();
    }

    /** Bytes on the heap that are in use, after a collection. */
    long liveHeap() throws IOException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var process = new ProcessBuilder(jcmd, "" + product.process().pid(), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        var text = new String(process.getInputStream().readAllBytes());
        var total = LIVE.matcher(text);
        return total.find() ? Long.parseLong(total.group(1)) : Long.MAX_VALUE;
    }

    private static void close(List<AutoCloseable> resources) {
        for (int i = resources.size() - 1; i >= 0; i--) {
            try {
                resources.get(i).close();
            } catch (Exception e) {
                System.out.println("does not end: " + e);
            }
        }
    }

    @Override
    public void close() {
        close(List.of(product, line, spectators));
    }
}
