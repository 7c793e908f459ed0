// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit.outside;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An RTSP camera on 127.0.0.1: GStreamer's RTSP server, run by the script {@code ipcam.py} beside this class, which lists the
 * streams it has.
 */
public final class RtspCamera implements AutoCloseable {
    public static final String USER = "cam";
    public static final String PASSWORD = "s3cret";

    private static final String SERVER = "import gi; gi.require_version('Gst', '1.0');"
            + " gi.require_version('GstRtspServer', '1.0'); from gi.repository import Gst, GstRtspServer; Gst.init(None)";
    private static final int START_SECONDS = 60;

    private final TemporaryFolder folder = TemporaryFolder.make("rtsp-camera");
    private final Process process;
    private final Map<String, String> missing = new ConcurrentHashMap<>();
    private final int port;

    /**
     * Starts one; without GStreamer's RTSP server, the test is skipped by name.
     *
     * @param options of the script, such as {@code --auth digest}
     */
    public RtspCamera(String... options) throws IOException {
        Python.require("GStreamer's RTSP server (Debian: python3-gi gir1.2-gst-rtsp-server-1.0)", SERVER);
        var command = new ArrayList<>(List.of(Python.path().toString(), script().toString(), "--watch-stdin"));
        command.addAll(List.of(options));
        process = new ProcessBuilder(command).redirectError(errors().toFile()).start();
        try {
            port = CompletableFuture.supplyAsync(this::listen).get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            var said = Files.readString(errors());
            close();
            throw new IOException("the RTSP camera did not start: " + said, e);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private int listen() {
        var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        try {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var words = line.split(" ");
                if (words[0].equals("rtsp")) {
                    return Integer.parseInt(words[2]);
                }
                missing.put(
                        words[1], "GStreamer's element " + words[2] + " (Debian: " + words[3] + ") is not installed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("it ended");
    }

    private Path script() throws IOException {
        var script = folder.path().resolve("ipcam.py");
        try (var resource = RtspCamera.class.getResourceAsStream("ipcam.py")) {
            Files.write(script, resource.readAllBytes());
        }
        return script;
    }

    private Path errors() {
        return folder.path().resolve("errors.txt");
    }

    public int port() {
        return port;
    }

    /** Returns the address of a stream; a test of a stream that lacks an element of GStreamer is skipped by its name. */
    public URI uri(String path) {
        return uri("", path);
    }

    /** Returns the address of a stream with a user and a password. */
    public URI uri(String user, String password, String path) {
        return uri(user + ":" + password + "@", path);
    }

    private URI uri(String login, String path) {
        if (missing.containsKey(path)) {
            Skip.because(missing.get(path));
        }
        return URI.create("rtsp://" + login + "127.0.0.1:" + port + path);
    }

    /** Ends it at once, as when the power goes. */
    @Override
    public void close() {
        process.destroyForcibly();
        folder.close();
    }
}
