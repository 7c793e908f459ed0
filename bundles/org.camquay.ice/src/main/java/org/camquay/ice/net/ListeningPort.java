// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.camquay.api.net.DatagramPort;
import org.camquay.api.net.PacketSink;
import org.camquay.net.NetLoop;
import org.camquay.net.TcpStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes connections of peers (RFC 6544 §6.2); those on which nothing comes for long are closed. Thread: any. */
final class ListeningPort implements DatagramPort, PacketConnection.Owner {
    private static final Logger log = LoggerFactory.getLogger(ListeningPort.class);
    private static final int CONNECTIONS = 512;
    private static final Duration SWEEP = Duration.ofSeconds(5);
    /** A peer that is there asks for consent each few seconds (RFC 7675). */
    private static final Duration SILENCE = Duration.ofSeconds(35);

    private final NetLoop loop;
    private final ServerSocketChannel channel;
    private final InetSocketAddress local;
    private final Map<InetSocketAddress, PacketConnection> connections = new HashMap<>();
    private volatile PacketSink sink = (remote, packet) -> {};

    private ListeningPort(NetLoop loop, ServerSocketChannel channel) throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.local = (InetSocketAddress) channel.getLocalAddress();
    }

    static ListeningPort open(NetLoop loop, InetSocketAddress local) throws IOException {
        var channel = ServerSocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(local);
            return new ListeningPort(loop, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public void receive(PacketSink packetSink) {
        sink = packetSink;
        loop.register(channel, SelectionKey.OP_ACCEPT, key -> accept());
        loop.schedule(this::sweep, SWEEP.toNanos());
    }

    private void accept() throws IOException {
        for (var socket = channel.accept(); socket != null; socket = channel.accept()) {
            if (connections.size() >= CONNECTIONS) {
                socket.close();
            } else {
                add(socket);
            }
        }
    }

    private void add(SocketChannel socket) throws IOException {
        try {
            var remote = (InetSocketAddress) socket.getRemoteAddress();
            connections.put(
                    remote,
                    new PacketConnection(loop, remote, listener -> TcpStream.accepted(loop, socket, listener), this));
        } catch (IOException | RuntimeException e) {
            log.debug("a connection ended as it began", e);
            socket.close();
        }
    }

    private void sweep() {
        if (isClosed()) {
            return;
        }
        loop.schedule(this::sweep, SWEEP.toNanos());
        long now = loop.nanoTime();
        for (var connection : new ArrayList<>(connections.values())) {
            if (now - connection.lastHeard() > SILENCE.toNanos()) {
                connections.remove(connection.remote());
                connection.close();
            }
        }
    }

    @Override
    public boolean send(ByteBuffer packet, InetSocketAddress remote) {
        if (loop.inLoop()) {
            var connection = connections.get(remote);
            return connection != null && connection.send(packet);
        }
        var copy = ByteBuffer.allocate(packet.remaining()).put(packet).flip();
        loop.execute(() -> send(copy, remote));
        return !isClosed();
    }

    @Override
    public void onPacket(PacketConnection connection, ByteBuffer packet) {
        sink.onPacket(connection.remote(), packet);
    }

    @Override
    public void onClosed(PacketConnection connection) {
        connections.remove(connection.remote(), connection);
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("closing {} failed", local, e);
        }
        loop.execute(() -> {
            new ArrayList<>(connections.values()).forEach(PacketConnection::close);
            connections.clear();
        });
    }

    @Override
    public String toString() {
        return local.toString();
    }
}
