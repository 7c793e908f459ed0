// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.nat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * Leads from a Unix socket, which every network namespace shares, to the loopback of the one it runs in: so a test reaches
 * programs there without a wire that ICE would find too. A connection begins with two bytes, the port wanted.
 */
final class Doorway {
    private static final int BUFFER = 16 * 1024;

    private Doorway() {}

    /** Runs until it is killed. */
    public static void main(String[] words) throws IOException {
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(Path.of(words[0])));
            System.out.println("open");
            while (true) {
                var visitor = server.accept();
                daemon(() -> lead(visitor));
            }
        }
    }

    private static void lead(SocketChannel visitor) {
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
    static void join(SocketChannel one, SocketChannel other) {
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

    static void daemon(Runnable task) {
        var thread = new Thread(task, "doorway");
        thread.setDaemon(true);
        thread.start();
    }
}
