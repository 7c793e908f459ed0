// SPDX-License-Identifier: Apache-2.0
package org.camquay.launcher;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Finds a port number that is free for TCP and UDP alike. */
final class Ports {
    private static final int TRIES = 50;

    private Ports() {}

    /**
     * The port to use.
     *
     * @param wanted 0 for any
     */
    static int choose(int wanted, InetAddress http, InetAddress media) throws UsageException {
        for (int i = 0; i < (wanted == 0 ? TRIES : 1); i++) {
            int port = free(wanted, http, media);
            if (port > 0) {
                return port;
            }
        }
        throw new UsageException("port " + wanted + " is in use (TCP for HTTP, UDP for media);"
                + " choose another with --port, or --port 0 for a free one");
    }

    private static int free(int wanted, InetAddress http, InetAddress media) {
        try (var tcp = new ServerSocket()) {
            tcp.setReuseAddress(true);
            tcp.bind(new InetSocketAddress(http, wanted));
            try (var udp = new DatagramSocket(null)) {
                udp.bind(new InetSocketAddress(media, tcp.getLocalPort()));
            }
            return tcp.getLocalPort();
        } catch (IOException e) {
            return 0;
        }
    }
}
