// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A wire between client and server that a test can cut, or let go silent. */
final class TcpRelay implements AutoCloseable {
    private final ServerSocket entrance = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final int exit;
    private volatile boolean silent;

    TcpRelay(int exit) throws IOException {
        this.exit = exit;
        run(this::accept);
    }

    URI url() {
        return URI.create("ws://127.0.0.1:" + entrance.getLocalPort() + "/signaling");
    }

    /** From now on nothing arrives any more, though nothing is closed. */
    void goSilent() {
        silent = true;
    }

    /** Resets every connection. */
    void cut() throws IOException {
        for (var socket : sockets) {
            if (!socket.isClosed()) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        }
        sockets.clear();
    }

    private void accept() throws IOException {
        while (true) {
            var in = entrance.accept();
            var out = new Socket(InetAddress.getLoopbackAddress(), exit);
            sockets.add(in);
            sockets.add(out);
            run(() -> pump(in.getInputStream(), out.getOutputStream()));
            run(() -> pump(out.getInputStream(), in.getOutputStream()));
        }
    }

    private void pump(InputStream from, OutputStream to) throws IOException {
        var buffer = new byte[8192];
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
            if (!silent) {
                to.write(buffer, 0, n);
            }
        }
        to.close();
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void run(Task task) {
        var thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // a socket was closed, which ends its pump
                    }
                },
                "relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
    }
}
