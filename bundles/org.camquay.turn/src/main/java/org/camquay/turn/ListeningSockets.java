// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;

/** The sockets clients talk to: per address one for TCP, one for TLS, and for UDP one per loop. */
final class ListeningSockets implements AutoCloseable {
    private static final int TRIES = 50;
    private static final int BACKLOG = 512;
    private static final int BUFFER = 4 << 20;

    private final List<Channel> opened = new ArrayList<>();
    private final List<ServerSocketChannel> plain = new ArrayList<>();
    private final List<ServerSocketChannel> secure = new ArrayList<>();
    private final List<List<DatagramChannel>> datagrams = new ArrayList<>();
    private int port;

    /** Opens all or none. */
    static ListeningSockets open(Settings settings) throws IOException {
        for (int i = 1; ; i++) {
            var sockets = new ListeningSockets();
            try {
                sockets.openAll(settings);
                return sockets;
            } catch (IOException e) {
                sockets.close();
                // A free TCP port need not be free for UDP; another is tried as long as anyone will do.
                if (settings.port() != 0 || i == TRIES) {
                    throw e;
                }
            }
        }
    }

    /** The number for UDP and TCP. */
    int port() {
        return port;
    }

    List<ServerSocketChannel> plain() {
        return plain;
    }

    List<ServerSocketChannel> secure() {
        return secure;
    }

    /** For each address one socket per loop, of which the system picks the same for the same client every time. */
    List<List<DatagramChannel>> datagrams() {
        return datagrams;
    }

    @Override
    public void close() {
        for (var channel : opened) {
            try {
                channel.close();
            } catch (IOException ignored) {
                // There is nothing left to do with it.
            }
        }
    }

    private void openAll(Settings settings) throws IOException {
        port = settings.port();
        for (var address : settings.addresses()) {
            var server = stream(address, port);
            plain.add(server);
            port = ((InetSocketAddress) server.getLocalAddress()).getPort();
            datagrams.add(group(address, port, settings.loops()));
            if (settings.tlsPort() != 0) {
                secure.add(stream(address, settings.tlsPort()));
            }
        }
    }

    private ServerSocketChannel stream(InetAddress address, int number) throws IOException {
        var server = ServerSocketChannel.open(RelayPorts.family(address));
        opened.add(server);
        server.configureBlocking(false);
        server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        try {
            return server.bind(new InetSocketAddress(address, number), BACKLOG);
        } catch (BindException e) {
            throw named(e, address, number, "TCP");
        }
    }

    private List<DatagramChannel> group(InetAddress address, int number, int loops) throws IOException {
        // Alone first: members of a group would share the port with a stranger of the same user in silence.
        var first = datagram(address, number, false);
        boolean share = loops > 1 && first.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT);
        if (!share) {
            return List.of(first);
        }
        first.close();
        var group = new ArrayList<DatagramChannel>();
        for (int i = 0; i < loops; i++) {
            group.add(datagram(address, number, true));
        }
        return group;
    }

    private DatagramChannel datagram(InetAddress address, int number, boolean share) throws IOException {
        var socket = DatagramChannel.open(RelayPorts.family(address));
        opened.add(socket);
        socket.configureBlocking(false);
        socket.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
        socket.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER);
        if (share) {
            socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        try {
            return socket.bind(new InetSocketAddress(address, number));
        } catch (BindException e) {
            throw named(e, address, number, "UDP");
        }
    }

    private static IOException named(IOException e, InetAddress address, int number, String transport) {
        return new IOException(
                "TURN cannot listen on " + address.getHostAddress() + " port " + number + " (" + transport + "): "
                        + e.getMessage(),
                e);
    }
}
