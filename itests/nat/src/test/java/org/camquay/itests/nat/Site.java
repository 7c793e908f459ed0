// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.nat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camquay.itests.harness.Place;
import org.camquay.itests.harness.Workspace;

/** A host in a namespace of its own. */
final class Site implements Place {
    private static final int FIRST_EPHEMERAL = 32_768;

    private final String name;
    private final String space;
    private final List<String> environment;
    private final Map<Integer, Integer> reached = new HashMap<>();
    private Path door;
    private int interfaces;

    /** @param environment {@code NAME=VALUE} words for the programs that run there */
    Site(String prefix, String name, List<String> environment) {
        this.name = name;
        this.space = prefix + name;
        this.environment = environment;
    }

    /** Its name in the lab. */
    String name() {
        return name;
    }

    /** The interface that it has now. */
    String interfaceName() {
        return "eth" + interfaces;
    }

    /** It gets another interface; the name of the one it had. */
    String nextInterface() {
        var old = interfaceName();
        interfaces++;
        return old;
    }

    @Override
    public List<String> command(List<String> words) {
        var command = new ArrayList<>(List.of("env"));
        command.addAll(environment);
        command.addAll(words);
        return within(command);
    }

    private List<String> within(List<String> words) {
        var command = new ArrayList<>(List.of("ip", "netns", "exec", space));
        command.addAll(words);
        return command;
    }

    /** Starts a program there, its output in {@code target/logs}. */
    Process start(String name, String... words) throws IOException {
        var log = Workspace.target("logs").resolve(name + ".log").toFile();
        return new ProcessBuilder(command(List.of(words)))
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
    }

    @Override
    public synchronized int reach(int port) {
        return reached.computeIfAbsent(port, wanted -> {
            try {
                openDoor();
                return listen(wanted);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void openDoor() throws IOException {
        if (door == null) {
            // below /tmp, since the name of a Unix socket has at most 107 bytes
            door = Files.createTempDirectory("door").resolve("d");
            var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            var classes = Path.of("target", "test-classes").toAbsolutePath().toString();
            var process = new ProcessBuilder(within(List.of(
                            java,
                            "-Xmx32m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            classes,
                            Doorway.class.getName(),
                            "" + door)))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!"open".equals(process.inputReader().readLine())) {
                throw new IOException("no door into " + space);
            }
        }
    }

    private int listen(int port) throws IOException {
        var server = bound(port);
        Doorway.daemon(() -> {
            try {
                while (true) {
                    lead(server.accept(), port);
                }
            } catch (IOException e) {
                // the test is over
            }
        });
        return ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    /** On the same number where that is free, since Firefox answers nobody who knows it by another one. */
    private static ServerSocketChannel bound(int port) throws IOException {
        var loopback = InetAddress.getLoopbackAddress();
        if (port >= FIRST_EPHEMERAL) {
            try {
                return ServerSocketChannel.open().bind(new InetSocketAddress(loopback, port));
            } catch (BindException e) {
                // somebody has it here
            }
        }
        return ServerSocketChannel.open().bind(new InetSocketAddress(loopback, 0));
    }

    private void lead(SocketChannel visitor, int port) throws IOException {
        var there = SocketChannel.open(UnixDomainSocketAddress.of(door));
        there.write(ByteBuffer.allocate(2).putShort((short) port).flip());
        Doorway.join(visitor, there);
    }
}
