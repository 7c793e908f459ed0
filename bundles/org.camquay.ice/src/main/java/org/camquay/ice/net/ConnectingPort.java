// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.camquay.api.net.DatagramPort;
import org.camquay.api.net.PacketSink;
import org.camquay.net.NetLoop;
import org.camquay.net.TcpStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects to each peer that a packet is for (RFC 6544 §6.1). Only on its loop. */
final class ConnectingPort implements DatagramPort, PacketConnection.Owner {
    private static final Logger log = LoggerFactory.getLogger(ConnectingPort.class);
    /** Of an active candidate (RFC 6544 §4.5): it has no port before it connects. */
    private static final int DISCARD = 9;

    private static final int CONNECTIONS = 16;

    private final NetLoop loop;
    private final InetSocketAddress local;
    private final Map<InetSocketAddress, PacketConnection> connections = new HashMap<>();
    private PacketSink sink = (remote, packet) -> {};
    private int tried;
    private boolean closed;

    ConnectingPort(NetLoop loop, InetSocketAddress local) {
        this.loop = loop;
        this.local = new InetSocketAddress(local.getAddress(), DISCARD);
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public void receive(PacketSink packetSink) {
        sink = packetSink;
    }

    @Override
    public boolean send(ByteBuffer packet, InetSocketAddress remote) {
        var connection = connections.get(remote);
        if (connection == null && !closed && tried < CONNECTIONS) {
            connection = connect(remote);
        }
        return connection != null && connection.send(packet);
    }

    private PacketConnection connect(InetSocketAddress remote) {
        tried++;
        try {
            var from = new InetSocketAddress(local.getAddress(), 0);
            var connection = new PacketConnection(
                    loop, remote, listener -> TcpStream.connect(loop, from, remote, listener), this);
            connections.put(remote, connection);
            return connection;
        } catch (IOException | RuntimeException e) {
            log.debug("no connection from {} to {}", local, remote, e);
            return null;
        }
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
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        new ArrayList<>(connections.values()).forEach(PacketConnection::close);
        connections.clear();
    }

    @Override
    public String toString() {
        return local.toString();
    }
}
