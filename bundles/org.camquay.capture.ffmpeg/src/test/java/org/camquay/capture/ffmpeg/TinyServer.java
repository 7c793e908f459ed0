// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP server on a free port of 127.0.0.1 that does with each connection what it is told. */
final class TinyServer implements AutoCloseable {
    /** What is done with a connection; it is closed afterwards. */
    interface Script {
        void serve(InputStream in, OutputStream out) throws IOException;
    }

    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    TinyServer(Script script) throws IOException {
        listener = new ServerSocket(0, 20, InetAddress.getByName("127.0.0.1"));
        start(() -> accept(script));
    }

    private void accept(Script script) {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                start(() -> serve(script, socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void serve(Script script, Socket socket) {
        try (socket) {
            script.serve(socket.getInputStream(), socket.getOutputStream());
        } catch (IOException e) {
            // the other side went
        }
    }

    private static void start(Runnable task) {
        var thread = new Thread(task, "tiny-server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Reads up to the empty line behind a request's header. Returns the header. */
    static String header(InputStream in) throws IOException {
        var header = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            header.append((char) c);
            if (header.indexOf("\r\n\r\n") >= 0) {
                break;
            }
        }
        return header.toString();
    }

    /** Sends text. */
    static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** Takes what comes until the other side goes. */
    static void swallow(InputStream in) throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    /** Lets a live source's time pass. */
    static void pause(int millis) {
        long end = System.nanoTime() + millis * 1_000_000L;
        while (System.nanoTime() - end < 0) {
            java.util.concurrent.locks.LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
