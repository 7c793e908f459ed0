// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMethod;
import org.camquay.testkit.Await;
import org.camquay.testkit.outside.OutsideProgram;

/** A coturn on free ports of the loopback interface (Debian: coturn), with one fixed user or a TURN REST secret. */
final class Coturn implements AutoCloseable {
    static final String USER = "camera";
    static final String PASSWORD = "secret";
    private static final String PROGRAM = "turnserver";

    final int port;
    final int tlsPort;
    private final Path folder;
    private final Process process;

    private Coturn(Path folder, int port, int tlsPort, Process process) {
        this.folder = folder;
        this.port = port;
        this.tlsPort = tlsPort;
        this.process = process;
    }

    static Coturn start(Path folder, String... options) {
        OutsideProgram.TURNSERVER.require();
        return OutsideProgram.TURNSERVER.start(() -> launch(folder, options));
    }

    private static Coturn launch(Path folder, String... options) throws IOException {
        int port = freePort();
        int tlsPort = freePort();
        var command = new ArrayList<>(List.of(
                PROGRAM,
                "-n",
                "-L",
                "127.0.0.1",
                "-E",
                "127.0.0.1",
                "-p",
                "" + port,
                "--tls-listening-port=" + tlsPort,
                "--allow-loopback-peers",
                "--no-cli",
                "--no-dtls",
                "-r",
                "test",
                "--realm=test",
                "-v",
                "--simple-log",
                "--log-file=" + folder.resolve("log"),
                "--pidfile=" + folder.resolve("pid"),
                "--no-rfc5780",
                "--userdb=" + folder.resolve("db")));
        command.addAll(List.of(options));
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        var server = new Coturn(folder, port, tlsPort, process);
        Await.until(Duration.ofSeconds(20), "coturn to listen", () -> server.listens() || !process.isAlive());
        if (!process.isAlive()) {
            throw new AssertionError("coturn ended: " + Files.readString(folder.resolve("out")));
        }
        return server;
    }

    /** One with a fixed user. */
    static Coturn withUser(Path folder, String... options) {
        var all = new ArrayList<>(List.of("--lt-cred-mech", "--user=" + USER + ":" + PASSWORD));
        all.addAll(List.of(options));
        return start(folder, all.toArray(String[]::new));
    }

    /** Free for UDP and TCP. */
    static int freePort() throws IOException {
        while (true) {
            try (var tcp = new ServerSocket()) {
                tcp.bind(new InetSocketAddress("127.0.0.1", 0));
                try (var udp = new DatagramSocket(new InetSocketAddress("127.0.0.1", tcp.getLocalPort()))) {
                    return udp.getLocalPort();
                } catch (IOException e) {
                    // Another number.
                }
            }
        }
    }

    /** It listens on UDP last. */
    private boolean listens() {
        var request = StunMessage.request(StunMethod.BINDING).build().toArray();
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(200);
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            socket.send(new DatagramPacket(request, request.length));
            socket.receive(new DatagramPacket(new byte[1500], 1500));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    String log() throws IOException {
        var log = folder.resolve("log");
        return Files.exists(log) ? Files.readString(log) : "";
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
