// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.harness;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.camquay.testkit.outside.TemporaryFolder;

/**
 * Leads from here to the loopback of another network namespace, by a Unix socket, which all namespaces share: so a test
 * reaches programs there without a wire that ICE would find too. A connection begins with two bytes, the port wanted.
 */
public final class Doorway {
    private static final int BUFFER = 16 * 1024;
    private static final int FIRST_EPHEMERAL = 32_768;

    private final Path socket;

    private Doorway(Path socket) {
        this.socket = socket;
    }

    /** Starts its other half in that place. */
    public static Doorway open(Place place) throws IOException {
        // below /tmp, since the name of a Unix socket has at most 107 bytes
        var socket = TemporaryFolder.make("door").path().resolve("d");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classes = Path.of(Doorway.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
        var words = new ArrayList<>(List.of(java, "-Xmx32m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        words.addAll(List.of("-cp", classes, Doorway.class.getName(), socket.toString()));
        var process = new ProcessBuilder(place.command(words))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!"open".equals(process.inputReader().readLine())) {
            throw new IOException("no door into " + place);
        }
        return new Doorway(socket);
    }

    /** A port here that leads to that one there. */
    public int lead(int port) throws IOException {
        var server = bound(port);
        daemon(() -> {
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
        var there = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        there.write(ByteBuffer.allocate(2).putShort((short) port).flip());
        join(visitor, there);
    }

    /** The other half; runs until it is killed. */
    public static void main(String[] words) throws IOException {
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(Path.of(words[0])));
            System.out.println("open");
            while (true) {
                var visitor = server.accept();
                daemon(() -> admit(visitor));
            }
        }
    }

    private static void admit(SocketChannel visitor) {
        try {
            var port = ByteBuffer.allocate(2);
            while (port.hasRemaining() && visitor.read(port) >= 0) {
                // two bytes may come in two reads
            }
            join(visitor, SocketChannel.open(new InetSocketAddress("127.0.0.1", port.getShort(0) & 0xFFFF)));
        } catch (IOException e) {
            close(visitor);
        }
    }

    /** Copies both ways until one side ends. */
    private static void join(SocketChannel one, SocketChannel other) {
        daemon(() -> copy(one, other));
        daemon(() -> copy(other, one));
    }

    private static void copy(SocketChannel from, SocketChannel to) {
        var buffer = ByteBuffer.allocateDirect(BUFFER);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
        } catch (IOException e) {
            // one of the two is gone: so is the connection
        } finally {
            close(from);
            close(to);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // it is of no use any more
        }
    }

    private static void daemon(Runnable task) {
        var thread = new Thread(task, "doorway");
        thread.setDaemon(true);
        thread.start();
    }
}
