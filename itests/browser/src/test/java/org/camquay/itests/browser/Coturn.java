// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.browser;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camquay.itests.harness.Await;
import org.camquay.itests.harness.Workspace;
import org.camquay.testkit.outside.OutsideProgram;

/** A coturn on a free port of the loopback interface, with a TURN REST secret. */
final class Coturn implements AutoCloseable {
    static final String SECRET = "a secret of two";
    private static final Pattern ALLOCATED =
            Pattern.compile("user <([^>]+)>: incoming packet ALLOCATE processed, success");

    private final Path folder = Workspace.temporary("coturn");
    private final int port;
    private final Process process;

    Coturn() throws IOException {
        OutsideProgram.TURNSERVER.require();
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        process = new ProcessBuilder(List.of(
                        "turnserver",
                        "-n",
                        "-L",
                        "127.0.0.1",
                        "-E",
                        "127.0.0.1",
                        "-p",
                        "" + port,
                        "--use-auth-secret",
                        "--static-auth-secret=" + SECRET,
                        "--allow-loopback-peers",
                        "--no-cli",
                        "--no-tls",
                        "--no-dtls",
                        "--realm=test",
                        "-v",
                        "--simple-log",
                        "--log-file=" + folder.resolve("log"),
                        "--pidfile=" + folder.resolve("pid"),
                        "--userdb=" + folder.resolve("db")))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        OutsideProgram.TURNSERVER.start(() -> {
            Await.until("coturn listens", Duration.ofSeconds(30), this::listens);
            return null;
        });
    }

    private boolean listens() {
        try (var knock = new Socket("127.0.0.1", port)) {
            return true;
        } catch (IOException e) {
            if (!process.isAlive()) {
                throw new AssertionError("it ended: " + folder.resolve("out"));
            }
            return false;
        }
    }

    int port() {
        return port;
    }

    /** The names that have got an allocation so far. */
    Set<String> users() throws IOException {
        return ALLOCATED
                .matcher(Files.readString(folder.resolve("log")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
