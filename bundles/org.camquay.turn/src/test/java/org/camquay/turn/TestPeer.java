// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;

/** Somebody beyond the relay. */
final class TestPeer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 5000;

    private final DatagramSocket socket = new DatagramSocket(new InetSocketAddress(TestServer.LOOPBACK, 0));
    private InetSocketAddress source;

    TestPeer() throws IOException {}

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    void send(byte[] payload, InetSocketAddress to) throws IOException {
        socket.send(new DatagramPacket(payload, payload.length, to));
    }

    /** The next datagram, or null if none comes in time. */
    byte[] receive(int millis) throws IOException {
        socket.setSoTimeout(millis);
        var packet = new DatagramPacket(new byte[65_536], 65_536);
        try {
            socket.receive(packet);
            source = (InetSocketAddress) packet.getSocketAddress();
            return Arrays.copyOf(packet.getData(), packet.getLength());
        } catch (SocketTimeoutException e) {
            return null;
        }
    }

    byte[] receive() throws IOException {
        return receive(PATIENCE_MILLIS);
    }

    /** Where the last datagram came from. */
    InetSocketAddress source() {
        return source;
    }

    @Override
    public void close() {
        socket.close();
    }
}
