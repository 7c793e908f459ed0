// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** A server on TCP or TLS that takes each connection and does one odd thing with it. */
final class OddServer implements AutoCloseable {
    /** Does it. */
    interface Habit {
        void act(Socket socket) throws IOException;
    }

    final AtomicInteger connections = new AtomicInteger();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final ServerSocket entrance;

    OddServer(Habit habit) throws IOException {
        this(ServerSocketFactory.getDefault(), habit);
    }

    OddServer(ServerSocketFactory factory, Habit habit) throws IOException {
        entrance = factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(() -> {
            while (true) {
                var socket = entrance.accept();
                connections.incrementAndGet();
                open.add(socket);
                start(() -> habit.act(socket));
            }
        });
    }

    /** Reads a request and answers with these lines. */
    static Habit answering(String head) {
        return socket -> {
            request(socket);
            socket.getOutputStream().write((head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            socket.close();
        };
    }

    /** Reads a request, all of its head. */
    static String request(Socket socket) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int octet = socket.getInputStream().read();
            if (octet < 0) {
                throw new IOException("the client went");
            }
            text.append((char) octet);
        }
        return text.toString();
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void start(Task task) {
        var thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                // the other end went, or the test is over
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    URI url(String scheme) {
        return URI.create(scheme + "://127.0.0.1:" + entrance.getLocalPort() + "/signaling");
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        for (var socket : open) {
            socket.close();
        }
    }
}
