// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The built product, running in a process of its own with its own configuration and state. */
public final class Product implements AutoCloseable {
    /** What a loaded machine may take; the target is 5 s. */
    public static final Duration READY_LIMIT = Duration.ofSeconds(60);

    private static final String READY = "Ready: ";
    private static final int TAIL_LINES = 25;
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final CompletableFuture<URI> ready = new CompletableFuture<>();
    private final List<String> output = new ArrayList<>();
    private final long begin = System.nanoTime();
    private final Place place;
    private final Path etc;
    private final Path log;
    private final Process process;
    private final URI url;
    private final long readyMillis;

    /** How a process ended. */
    public record Exit(int code, long millis) {}

    private Product(Place place, String verb, Path etc, Path javaHome, List<String> options) {
        this.place = place;
        this.etc = etc;
        this.log = Workspace.target("logs").resolve("product-" + COUNT.incrementAndGet() + "-" + verb + ".log");
        var command = new ArrayList<>(
                List.of(Workspace.product().resolve("bin/camquay").toString(), verb));
        command.addAll(List.of("--etc", etc.toString()));
        if (options.stream().noneMatch(option -> option.startsWith("--port"))) {
            command.addAll(List.of("--port", "0"));
        }
        command.addAll(options);
        try {
            var builder = new ProcessBuilder(place.command(command)).redirectError(log.toFile());
            if (javaHome != null) {
                builder.environment().put("JAVA_HOME", javaHome.toString());
                builder.environment().remove("JAVA");
            }
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var reader = new Thread(this::read, "product-output");
        reader.setDaemon(true);
        reader.start();
        this.url = awaitReady();
        this.readyMillis = (System.nanoTime() - begin) / 1_000_000;
    }

    /** The demo, on a free port unless the options name one. */
    public static Product demo(String... options) {
        return new Product(Place.HERE, "demo", Workspace.temporary("etc"), null, List.of(options));
    }

    /** The server with the configuration that lies in {@code etc}. */
    public static Product start(Path etc, String... options) {
        return start(Place.HERE, etc, options);
    }

    /** The same in another place. */
    public static Product start(Place place, Path etc, String... options) {
        return new Product(place, "start", etc, null, List.of(options));
    }

    /** The demo with configuration in {@code etc}. */
    public static Product demo(Path etc, String... options) {
        return new Product(Place.HERE, "demo", etc, null, List.of(options));
    }

    /** The demo with configuration in {@code etc}, under another Java. */
    public static Product demo(Path etc, Path javaHome, String... options) {
        return new Product(Place.HERE, "demo", etc, javaHome, List.of(options));
    }

    private void read() {
        try (var lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (output) {
                    output.add(line);
                }
                if (line.startsWith(READY)) {
                    ready.complete(URI.create(line.substring(READY.length()).strip()));
                }
            }
        } catch (IOException e) {
            // the process was ended; what it said until then is what there is
        } finally {
            ready.completeExceptionally(new IOException("it ended"));
        }
    }

    private URI awaitReady() {
        try {
            return ready.get(READY_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new AssertionError("the product is not ready (" + e.getMessage() + ")\n" + tail());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What {@code Ready:} named. */
    public URI url() {
        return url;
    }

    public int port() {
        return url.getPort();
    }

    /** From the start of the process to {@code Ready:}. */
    public long readyMillis() {
        return readyMillis;
    }

    public Api api() {
        return new Api(place == Place.HERE ? url : URI.create("http://127.0.0.1:" + place.reach(port()) + "/"));
    }

    /** The same for the administrator, whose token lies in the state folder where tokens are asked. */
    public Api administrator() {
        try {
            return api().as(Files.readString(etc.resolve("state/access/admin.token"))
                    .strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Configuration and state. */
    public Path etc() {
        return etc;
    }

    /** Where {@code file:} URIs may read, unless an option says otherwise. */
    public Path media() {
        return etc.resolve("media");
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The process, for those who look at its memory. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    /** The lines of standard output so far. */
    public List<String> output() {
        synchronized (output) {
            return List.copyOf(output);
        }
    }

    /** Standard error so far. */
    public String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last lines of both outputs, for a failure's message. */
    public String tail() {
        var lines = log().lines().toList();
        return String.join("\n", output()) + "\n--- " + log + "\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }

    /** SIGTERM, and how it ended. */
    public Exit stop() {
        long asked = System.nanoTime();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("SIGTERM did not end it within 10 s\n" + tail());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Exit(process.exitValue(), (System.nanoTime() - asked) / 1_000_000);
    }

    /** SIGKILL. */
    public void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
    }
}
