// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.doors;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A camera's line to its rendezvous: TCP that takes so many bytes a second towards the camera. Thread: any. */
final class SlowLine implements AutoCloseable {
    private static final int CHUNK = 4096;
    /** Small, so that what the line does not take stays with the server. */
    private static final int BUFFER = 16 * 1024;

    private static final String ADDRESS = "127.0.0.3";

    private final int server;
    private final long bytesPerSecond;
    private final ServerSocket listening;
    private final AtomicInteger connections = new AtomicInteger();
    private final ConcurrentLinkedQueue<Socket> open = new ConcurrentLinkedQueue<>();

    /** @param server the port of the rendezvous on loopback */
    SlowLine(int server, long bytesPerSecond) throws IOException {
        this.server = server;
        this.bytesPerSecond = bytesPerSecond;
        listening = new ServerSocket();
        listening.setReceiveBufferSize(BUFFER);
        listening.bind(new InetSocketAddress("127.0.0.1", 0));
        start("line", this::accept);
    }

    /** What the camera is told to be the port of its rendezvous. */
    int port() {
        return listening.getLocalPort();
    }

    /** How often the camera has connected. */
    int connections() {
        return connections.get();
    }

    private void accept() throws IOException {
        while (true) {
            var camera = listening.accept();
            var rendezvous = new Socket();
            open.add(camera);
            open.add(rendezvous);
            rendezvous.setReceiveBufferSize(BUFFER);
            rendezvous.bind(new InetSocketAddress(InetAddress.getByName(ADDRESS), 0));
            rendezvous.connect(new InetSocketAddress("127.0.0.1", server));
            camera.setSendBufferSize(BUFFER);
            connections.incrementAndGet();
            start("line-up", () -> pump(camera, rendezvous, Long.MAX_VALUE));
            start("line-down", () -> pump(rendezvous, camera, bytesPerSecond));
        }
    }

    private static void pump(Socket from, Socket to, long rate) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] chunk = new byte[CHUNK];
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                out.write(chunk, 0, count);
                long nanos = rate == Long.MAX_VALUE ? 0 : TimeUnit.SECONDS.toNanos(count) / rate;
                if (nanos > 0) {
                    LockSupport.parkNanos(nanos);
                }
            }
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private static void start(String name, Work work) {
        var thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // one of the ends has gone
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (var socket : open) {
            socket.close();
        }
    }
}
