// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.turnbench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.camquay.stun.ChannelData;

/** Clients that send at a fixed rate through the server to peers that send all of it back. */
final class Load implements AutoCloseable {
    private final List<Allocation> allocations = new ArrayList<>();
    private final List<DatagramChannel> clients = new ArrayList<>();
    private final List<DatagramChannel> peers = new ArrayList<>();
    private final Selector selector = Selector.open();
    private final ByteBuffer out;
    private final ByteBuffer in = ByteBuffer.allocateDirect(65_536);
    private long toPeers;
    private long toClients;
    private long sent;

    /** What came through in some time. */
    record Result(long sent, long relayed, double seconds) {
        double perSecond() {
            return relayed / seconds;
        }

        /** Of the packets that should have been relayed, twice those sent. */
        double lost() {
            return 1 - relayed / (2.0 * sent);
        }
    }

    Load(InetSocketAddress server, int count, int size) throws IOException {
        out = ByteBuffer.allocateDirect(ChannelData.HEADER + size);
        ChannelData.writeHeader(out, Allocation.CHANNEL, size);
        for (int i = 0; i < count; i++) {
            var peer = DatagramChannel.open();
            peer.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            peer.configureBlocking(false);
            peer.register(selector, SelectionKey.OP_READ, true);
            peers.add(peer);
            var allocation = Allocation.open(server);
            allocations.add(allocation);
            allocation.bind((InetSocketAddress) peer.getLocalAddress());
            var client = allocation.nonBlocking();
            client.register(selector, SelectionKey.OP_READ, false);
            clients.add(client);
        }
    }

    Result run(int seconds, int packetsPerSecond) throws IOException {
        toPeers = 0;
        toClients = 0;
        sent = 0;
        long begin = System.nanoTime();
        long length = TimeUnit.SECONDS.toNanos(seconds);
        double perNano = packetsPerSecond / 1e9;
        for (long passed = 0; passed < length; passed = System.nanoTime() - begin) {
            long due = (long) (passed * perNano);
            for (; sent < due; sent++) {
                out.rewind();
                clients.get((int) (sent % clients.size())).write(out);
            }
            selector.select(this::ready, 1);
        }
        double took = (System.nanoTime() - begin) / 1e9;
        return new Result(sent, toPeers + toClients, took);
    }

    @Override
    public void close() throws IOException {
        for (var allocation : allocations) {
            allocation.close();
        }
        for (var peer : peers) {
            peer.close();
        }
        selector.close();
    }

    private void ready(SelectionKey key) {
        var channel = (DatagramChannel) key.channel();
        try {
            if ((Boolean) key.attachment()) {
                echo(channel);
            } else {
                count(channel);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void echo(DatagramChannel peer) throws IOException {
        while (true) {
            var source = peer.receive(in.clear());
            if (source == null) {
                return;
            }
            toPeers++;
            peer.send(in.flip(), source);
        }
    }

    private void count(DatagramChannel client) throws IOException {
        while (client.read(in.clear()) > 0) {
            toClients++;
        }
    }
}
