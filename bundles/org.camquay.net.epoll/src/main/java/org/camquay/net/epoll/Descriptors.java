// SPDX-License-Identifier: Apache-2.0
package org.camquay.net.epoll;

import io.netty.channel.unix.Socket;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds the descriptor of a UDP socket that this process has, by the address it is bound to: Java tells nobody, but
 * {@code /proc/self/fd} (proc(5)) lists them and the kernel knows what each is bound to. Thread: any.
 */
final class Descriptors {
    private static final Path OPEN = Path.of("/proc/self/fd");
    private static final int SOL_SOCKET = 1;
    private static final int SO_PROTOCOL = 38;
    private static final int IPPROTO_UDP = 17;

    private Descriptors() {}

    /** @throws IOException if none is found, or there is no {@code /proc} */
    static int of(InetSocketAddress local) throws IOException {
        try (var links = Files.newDirectoryStream(OPEN)) {
            for (var link : links) {
                int descriptor = Integer.parseInt(link.getFileName().toString());
                if (isSocket(link) && isBound(descriptor, local)) {
                    return descriptor;
                }
            }
        }
        throw new FileNotFoundException("the descriptor of " + local + " is not in " + OPEN);
    }

    private static boolean isSocket(Path link) {
        try {
            return Files.readSymbolicLink(link).toString().startsWith("socket:");
        } catch (IOException e) {
            // Closed since it was listed.
            return false;
        }
    }

    private static boolean isBound(int descriptor, InetSocketAddress local) {
        try {
            var socket = new Socket(descriptor);
            return socket.getIntOpt(SOL_SOCKET, SO_PROTOCOL) == IPPROTO_UDP && local.equals(socket.localAddress());
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }
}
