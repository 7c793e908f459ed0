// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit.outside;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * RTSP and HTTP cameras on 127.0.0.1 with odd habits, all of them in one process: the script {@code oddcam/oddcam.py} beside
 * this class, which lists the habits. Each address is a camera of its own.
 */
public final class OddCameras implements AutoCloseable {
    public static final String USER = "cam";
    public static final String PASSWORD = "s3cret";

    private static final String[] FILES = {
        "oddcam.py", "oddhttp.py", "clips.py", "describe.py", "habits.py", "login.py", "sender.py"
    };
    private static final int START_SECONDS = 60;

    private final TemporaryFolder folder = TemporaryFolder.make("odd-cameras");
    private final Process process;
    private final Map<String, Integer> ports;

    /**
     * Starts them.
     *
     * @param clips where they find what they send, see {@link Clips}
     * @param habits of all of them, such as {@code tls=/path/of.pem}
     */
    public OddCameras(Path clips, String... habits) throws IOException {
        Python.require("its standard library", "import ssl, socketserver");
        Scripts.write("oddcam", folder.path(), FILES);
        var command = new ArrayList<>(List.of(
                Python.path().toString(), "-B", folder.path().resolve(FILES[0]).toString(), "0", "watch=1"));
        command.addAll(List.of(habits));
        var builder = new ProcessBuilder(command).redirectError(errors().toFile());
        builder.environment().put("CLIPS", clips.toAbsolutePath().toString());
        process = builder.start();
        try {
            ports = CompletableFuture.supplyAsync(this::listen).get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            var said = errorText();
            close();
            throw new IOException("the odd cameras did not start: " + said, e);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private Map<String, Integer> listen() {
        var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        try {
            var line = lines.readLine();
            if (line == null) {
                throw new IllegalStateException("they ended");
            }
            var words = line.split(" ");
            var found = new HashMap<String, Integer>();
            for (int i = 2; i + 1 < words.length; i += 2) {
                found.put(words[i], Integer.parseInt(words[i + 1]));
            }
            return found;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Returns the address of a camera.
     *
     * @param habits words {@code key=value}, separated by blanks
     */
    public URI uri(String habits) {
        return address("rtsp", "", habits);
    }

    /** Returns the address of a camera with the user and password that it knows. */
    public URI uriWithLogin(String habits) {
        return address("rtsp", USER + ":" + PASSWORD + "@", habits);
    }

    /** Returns the address of a camera behind TLS, where the cameras were started with a certificate. */
    public URI secure(String habits) {
        return address("rtsps", "", habits);
    }

    /** Returns an address of the HTTP cameras. */
    public URI http(String path) {
        return URI.create("http://127.0.0.1:" + ports.get("http") + path);
    }

    private URI address(String scheme, String login, String habits) {
        return URI.create(scheme + "://" + login + "127.0.0.1:" + ports.get(scheme) + "/live/"
                + habits.strip().replaceAll("\\s+", "/"));
    }

    /** What the cameras' habits call {@code go} happens now, in all of them. */
    public void go() throws IOException {
        process.getOutputStream().write("go\n".getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
    }

    /** What they complained of, and with {@code log=1} the requests that came. */
    public String errorText() throws IOException {
        return Files.readString(errors());
    }

    private Path errors() {
        return folder.path().resolve("errors.txt");
    }

    /** Ends them at once, as when the power goes. */
    @Override
    public void close() {
        process.destroyForcibly();
        folder.close();
    }
}
