// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.HashMap;
import java.util.Map;
import org.camquay.net.NetLoop;

/** Serves the clients of one datagram socket; remembers those with an allocation, and them alone. */
final class UdpListener implements NetLoop.Ready {
    private static final int BATCH = 64;

    private final DatagramChannel socket;
    private final Lane loop;
    private final Requests requests;
    private final Map<InetSocketAddress, Client> clients = new HashMap<>();
    private final Burst burst = new Burst();

    UdpListener(DatagramChannel socket, Lane loop, Requests requests) {
        this.socket = socket;
        this.loop = loop;
        this.requests = requests;
        loop.register(socket, SelectionKey.OP_READ, this);
    }

    @Override
    public void ready(SelectionKey key) throws IOException {
        int size = Math.min(BATCH, burst.size(loop.turn()));
        for (int i = 0; i < size; i++) {
            var packet = loop.packet();
            var source = (InetSocketAddress) socket.receive(packet);
            if (source == null) {
                burst.drained(i);
                return;
            }
            packet.limit(packet.position()).position(Lane.HEADROOM);
            var client = clients.get(source);
            requests.accept(client == null ? new Client(new Link(source)) : client, packet);
        }
    }

    /** The way back to one address. */
    private final class Link implements ClientLink {
        private final InetSocketAddress remote;

        Link(InetSocketAddress remote) {
            this.remote = remote;
        }

        @Override
        public InetSocketAddress remote() {
            return remote;
        }

        @Override
        public boolean stream() {
            return false;
        }

        @Override
        public void answer(ByteBuffer message) {
            relay(message);
        }

        @Override
        public boolean relay(ByteBuffer frame) {
            try {
                return socket.send(frame, remote) != 0;
            } catch (IOException unreachable) {
                return false;
            }
        }

        @Override
        public void adopted(Client client) {
            clients.put(remote, client);
        }

        @Override
        public void released() {
            clients.remove(remote);
        }
    }
}
