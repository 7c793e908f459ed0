// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.camquay.api.ice.IceServerUrl;
import org.camquay.api.net.EventLoop;
import org.camquay.ice.net.ServerLink;
import org.camquay.ice.net.ServerLinks;
import org.camquay.stun.ChannelData;
import org.camquay.testkit.net.VirtualNetwork;
import org.camquay.testkit.net.VirtualSocket;

/** Ways of one virtual machine to virtual servers; those over TCP lose nothing and pass every router. */
final class VirtualLinks implements ServerLinks {
    /** Who can be reached over TCP and TLS. */
    final Map<InetSocketAddress, VirtualTurnServer> servers = new HashMap<>();

    private final VirtualNetwork network;
    private final InetAddress local;
    int opened;

    VirtualLinks(VirtualNetwork network, InetAddress local) {
        this.network = network;
        this.local = local;
    }

    @Override
    public ServerLink open(
            EventLoop loop,
            IceServerUrl.Transport transport,
            InetSocketAddress server,
            String host,
            ServerLink.Listener listener) {
        opened++;
        return transport == IceServerUrl.Transport.UDP
                ? new Udp(loop, server, listener)
                : new Tcp(loop, servers.get(server), listener);
    }

    private static ByteBuffer channelData(int channel, ByteBuffer payload) {
        var out = ByteBuffer.allocate(payload.remaining() + ChannelData.HEADER);
        ChannelData.write(out, channel, payload);
        return out.flip();
    }

    private final class Udp implements ServerLink {
        private final VirtualSocket socket;
        private final InetSocketAddress server;

        Udp(EventLoop loop, InetSocketAddress server, Listener listener) {
            this.server = server;
            try {
                socket = network.open(new InetSocketAddress(local, 0));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            socket.receive((from, packet) -> {
                if (from.equals(server)) {
                    listener.onMessage(packet);
                }
            });
            loop.execute(() -> {
                if (!socket.isClosed()) {
                    listener.onOpen();
                }
            });
        }

        @Override
        public boolean isReliable() {
            return false;
        }

        @Override
        public boolean send(ByteBuffer message) {
            return socket.send(message, server);
        }

        @Override
        public boolean sendChannelData(int channel, ByteBuffer payload) {
            return send(channelData(channel, payload));
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private final class Tcp implements ServerLink, VirtualTurnServer.Reply {
        private final EventLoop loop;
        private final VirtualTurnServer server;
        private final Listener listener;
        private boolean closed;

        Tcp(EventLoop loop, VirtualTurnServer server, Listener listener) {
            this.loop = loop;
            this.server = server;
            this.listener = listener;
            loop.schedule(
                    () -> {
                        if (closed) {
                            return;
                        } else if (server == null) {
                            closed = true;
                            listener.onClosed("the connection was refused: nobody listens at that TCP port");
                        } else {
                            listener.onOpen();
                        }
                    },
                    2 * network.delay().toNanos());
        }

        @Override
        public boolean isReliable() {
            return true;
        }

        @Override
        public boolean send(ByteBuffer message) {
            var copy = ByteBuffer.allocate(message.remaining()).put(message).flip();
            loop.schedule(
                    () -> server.onMessage(this, new InetSocketAddress(local, 9), copy, this),
                    network.delay().toNanos());
            return true;
        }

        @Override
        public boolean sendChannelData(int channel, ByteBuffer payload) {
            return send(channelData(channel, payload));
        }

        @Override
        public void reply(ByteBuffer message) {
            var copy = ByteBuffer.allocate(message.remaining()).put(message).flip();
            loop.schedule(
                    () -> {
                        if (!closed) {
                            listener.onMessage(copy);
                        }
                    },
                    network.delay().toNanos());
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
