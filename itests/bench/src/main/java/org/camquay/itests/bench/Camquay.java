// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.camquay.sdp.Sdp;

/** The built product, started with a configuration of its own on loopback. */
final class Camquay implements Contender {
    private static final String READY = "Ready: ";
    private static final long READY_SECONDS = 60;
    private static final Pattern LIVE = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

    /** So many of each network of 256. */
    private static final int ADDRESSES = 200;

    private final AtomicInteger viewers = new AtomicInteger();
    private final String name;
    private final Path folder;
    private final String backEnd;
    private final Process process;
    private final URI url;
    private final Web web;

    /**
     * Starts it.
     *
     * @param name what it is called in the tables
     * @param product the built folder
     * @param folder an empty one, for configuration, state and log
     * @param media what {@code file:} may read
     * @param backEnd for UDP, or empty
     */
    Camquay(String name, Path product, Path folder, Path media, Options options, String backEnd) throws IOException {
        this.name = name;
        this.folder = folder;
        this.backEnd = backEnd;
        var command = new ArrayList<>(List.of(
                product.resolve("bin/camquay").toString(),
                "start",
                "--port",
                "0",
                "--media-bind",
                "127.0.0.1",
                "--etc",
                folder.resolve("etc").toString(),
                "--media",
                media.toString()));
        if (!backEnd.isEmpty()) {
            command.addAll(List.of("--datagram", backEnd));
        }
        var builder = new ProcessBuilder(command)
                .redirectError(folder.resolve("log.txt").toFile());
        String heap = options.heapMegabytes() + "m";
        builder.environment()
                .merge(
                        "CAMQUAY_OPTS",
                        "-Xms" + heap + " -Xmx" + heap + " -XX:+AlwaysPreTouch",
                        (given, ours) -> ours + " " + given);
        process = builder.start();
        process.getOutputStream().close();
        url = awaitReady();
        web = new Web(url);
    }

    /** Begins streams {@code cam0}, {@code cam1} … of that source. */
    void pull(Source source, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            var wanted = Web.JSON.createObjectNode().put("uri", source.uri()).put("localStreamName", "cam" + i);
            var reply = web.postJson("/api/pullStream", wanted);
            if (!reply.path("status").asText().equals("SUCCESS")) {
                throw new IOException("pullStream " + source.uri() + ": "
                        + reply.path("description").asText());
            }
        }
    }

    private URI awaitReady() throws IOException {
        var ready = new CompletableFuture<URI>();
        var reader = new Thread(() -> read(ready), "product-output");
        reader.setDaemon(true);
        reader.start();
        try {
            return ready.get(READY_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            close();
            throw new IOException("the product is not ready: " + log(), e);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void read(CompletableFuture<URI> ready) {
        try (var lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(READY)) {
                    ready.complete(URI.create(line.substring(READY.length()).strip()));
                }
            }
        } catch (IOException e) {
            // it was ended
        } finally {
            ready.completeExceptionally(new IOException("it ended"));
        }
    }

    @Override
    public String name() {
        return backEnd.isEmpty() ? name : name + " " + backEnd;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public String viewerAddress() {
        int next = viewers.getAndIncrement();
        return "127.1." + next / ADDRESSES % ADDRESSES + "." + (1 + next % ADDRESSES);
    }

    @Override
    public Signaling signaling(int camera) {
        return new Whep(web, "cam" + camera);
    }

    @Override
    public OptionalLong collect() {
        var jcmd = Programs.find("jcmd");
        if (jcmd.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            // It collects and counts without a pause between; what is asked for later has new garbage in it.
            var pid = Long.toString(pid());
            var matcher = LIVE.matcher(Programs.run(30, List.of(jcmd.get().toString(), pid, "GC.class_histogram")));
            trim(jcmd.get(), pid);
            return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** What the C library holds of memory that was given back: the launcher has it done each minute, so only the wait goes. */
    private static void trim(Path jcmd, String pid) {
        try {
            Programs.run(30, List.of(jcmd.toString(), pid, "System.trim_native_heap"));
        } catch (IOException e) {
            // a Java older than 17.0.9
        }
    }

    @Override
    public String log() {
        try {
            var lines = Files.readAllLines(folder.resolve("log.txt"));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Programs.end(process);
    }

    /** WHEP (draft-ietf-wish-whep): offer in, answer out. */
    static final class Whep implements Signaling {
        private static final int CREATED = 201;

        private final Web web;
        private final String stream;
        private String address = "127.0.0.1";
        private String location;

        Whep(Web web, String stream) {
            this.web = web;
            this.stream = stream;
        }

        @Override
        public void comeFrom(String viewer) {
            address = viewer;
        }

        @Override
        public Sdp connect(LocalDescription local) throws IOException {
            var response = send("POST", "/whep/" + stream, local.offer());
            if (response.status() != CREATED) {
                throw new IOException("WHEP " + response.status() + ": " + response.body());
            }
            location = response.headers().get("location");
            return Signaling.parse(response.body());
        }

        @Override
        public void close() throws IOException {
            if (location != null) {
                send("DELETE", location, "");
                location = null;
            }
        }

        private BoundHttp.Answer send(String method, String path, String body) throws IOException {
            return BoundHttp.send(address, web.server(), method, path, "application/sdp", body);
        }
    }
}
