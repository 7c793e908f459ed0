// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.net;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import org.camquay.net.NetLoop;
import org.camquay.stun.ChannelData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A UDP socket of its own, connected to one server. */
final class DatagramLink implements ServerLink {
    private static final Logger log = LoggerFactory.getLogger(DatagramLink.class);
    private static final int BUFFER = 1 << 20;
    private static final int PACKETS_PER_TURN = 256;

    private final NetLoop loop;
    private final DatagramChannel channel;
    private final Listener listener;
    private boolean answered;
    private boolean closed;

    private DatagramLink(NetLoop loop, DatagramChannel channel, Listener listener) {
        this.loop = loop;
        this.channel = channel;
        this.listener = listener;
    }

    static DatagramLink open(NetLoop loop, InetSocketAddress server, Listener listener) throws IOException {
        var family = server.getAddress() instanceof Inet6Address
                ? StandardProtocolFamily.INET6
                : StandardProtocolFamily.INET;
        var channel = DatagramChannel.open(family);
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
            channel.connect(server);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        var link = new DatagramLink(loop, channel, listener);
        loop.register(channel, SelectionKey.OP_READ, key -> link.read());
        loop.execute(link::opened);
        return link;
    }

    private void opened() {
        if (!closed) {
            listener.onOpen();
        }
    }

    @Override
    public boolean isReliable() {
        return false;
    }

    @Override
    public boolean send(ByteBuffer message) {
        int length = message.remaining();
        try {
            return !closed && channel.write(message) == length;
        } catch (IOException e) {
            log.trace("a packet to a server was lost", e);
            return false;
        }
    }

    @Override
    public boolean sendChannelData(int number, ByteBuffer payload) {
        int length = payload.remaining();
        var out = loop.sendBuffer();
        if (length > out.remaining() - ChannelData.HEADER) {
            return false;
        }
        ChannelData.write(out, number, payload);
        return send(out.flip());
    }

    private void read() throws IOException {
        try {
            for (int i = 0; i < PACKETS_PER_TURN && !closed; i++) {
                var buffer = loop.receiveBuffer();
                if (channel.read(buffer) <= 0) {
                    return;
                }
                answered = true;
                listener.onMessage(buffer.flip());
            }
        } catch (PortUnreachableException e) {
            // Once it has answered, this is no more than a loss: anyone on the path can send it.
            if (!answered) {
                fail("nobody listens at that UDP port: start the server, or correct the port");
            }
        }
    }

    private void fail(String reason) {
        if (!closed) {
            close();
            listener.onClosed(reason);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("closing a socket failed", e);
        }
    }
}
