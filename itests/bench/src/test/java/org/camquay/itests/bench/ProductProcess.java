// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The built product on loopback, with some of its features, which may be killed. */
final class ProductProcess implements AutoCloseable {
    private static final String READY = "Ready: ";
    private static final int READY_SECONDS = 60;

    private final Process process;
    private final Path log;
    private final CompletableFuture<URI> ready = new CompletableFuture<>();

    /**
     * Starts it and waits until it is ready.
     *
     * @param etc configuration and state
     */
    ProductProcess(Path etc, String features, int port, String... options) throws IOException {
        var program = Path.of(System.getProperty("camquay.root", "../.."), "distribution/target/camquay/bin/camquay")
                .toAbsolutePath()
                .normalize();
        var command = new ArrayList<>(List.of(
                program.toString(),
                "start",
                "--features",
                features,
                "--port",
                "" + port,
                "--media-bind",
                "127.0.0.1",
                "--etc",
                Files.createDirectories(etc).toString()));
        command.addAll(List.of(options));
        log = etc.resolveSibling(etc.getFileName() + ".log"); // configuration and state are for their owner only
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        process.getOutputStream().close();
        var reader = new Thread(this::read, "product-output");
        reader.setDaemon(true);
        reader.start();
        url();
    }

    private void read() {
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

    URI url() throws IOException {
        try {
            return ready.get(READY_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new IOException("not ready: " + log(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** SIGTERM, without waiting. */
    void terminate() {
        process.destroy();
    }

    /** Whether it has ended by itself within that time. */
    boolean endsWithin(int seconds) throws InterruptedException {
        return process.waitFor(seconds, TimeUnit.SECONDS);
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        Programs.end(process);
    }
}
