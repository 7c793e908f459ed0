// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.turnbench;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One of the two servers, with what the kernel says of it. */
final class ServerProcess implements AutoCloseable {
    private static final double TICKS_PER_SECOND = 100;

    private final String name;
    private final Process process;
    private final InetSocketAddress address;

    private ServerProcess(String name, int port, List<String> command) throws IOException {
        this.name = name;
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        var log = new File(System.getProperty("java.io.tmpdir"), "turn-bench-" + name + "-" + port + ".log");
        log.deleteOnExit();
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
    }

    static ServerProcess coturn(String program) throws IOException {
        int port = freePort();
        var command = List.of(
                program,
                "-n",
                "--lt-cred-mech",
                "--user=" + Allocation.USER + ":" + Allocation.PASSWORD,
                "--realm=" + Allocation.REALM,
                "--listening-ip=127.0.0.1",
                "--relay-ip=127.0.0.1",
                "--listening-port=" + port,
                "--allow-loopback-peers",
                "--no-tls",
                "--no-dtls",
                "--no-cli",
                "--pidfile=" + System.getProperty("java.io.tmpdir") + "/turn-bench-coturn.pid",
                "--log-file=stdout");
        return new ServerProcess("coturn", port, command).ready();
    }

    static ServerProcess ours(List<String> options) throws IOException {
        int port = freePort();
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BenchServer.class.getName(), "" + port));
        return new ServerProcess("camquay", port, command).ready();
    }

    String name() {
        return name;
    }

    InetSocketAddress address() {
        return address;
    }

    /** User and system time so far, in seconds. */
    double cpuSeconds() throws IOException {
        var stat = Files.readString(proc("stat"));
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** Resident memory in kB. */
    long residentKilobytes() throws IOException {
        for (String line : Files.readAllLines(proc("status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException(name + " is gone");
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

    private Path proc(String file) {
        return Path.of("/proc", "" + process.pid(), file);
    }

    private ServerProcess ready() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        while (System.nanoTime() < deadline && process.isAlive()) {
            try (var probe = Allocation.bindingProbe(address)) {
                if (probe.answered()) {
                    return this;
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        close();
        throw new IOException(name + " did not start");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
