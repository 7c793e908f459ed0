// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.camquay.api.net.DatagramPort;
import org.camquay.stun.TransactionId;

/** A port on one local address, which all agents share over UDP and where they are connected to over TCP. Thread: any. */
final class SharedTransport implements Transport {
    /** For feedback, which comes many times a second from each viewer: it is received with the next picture. */
    private static final long SLACK = TimeUnit.MILLISECONDS.toNanos(40);

    private static final long ATTENTION = TimeUnit.MILLISECONDS.toNanos(500);

    private final DatagramPort port;
    private final InetSocketAddress local;
    private final int localPreference;
    private final Demultiplexer demultiplexer;
    private final Protocol protocol;
    private final Map<InetSocketAddress, Inbox> admitted = new ConcurrentHashMap<>();

    SharedTransport(DatagramPort port, int localPreference, Demultiplexer demultiplexer, Protocol protocol) {
        this.protocol = protocol;
        this.local = port.localAddress();
        this.localPreference = localPreference;
        this.demultiplexer = demultiplexer;
        this.port = port;
        port.receive((remote, packet) -> demultiplexer.onPacket(this, remote, packet), SLACK);
    }

    /** A peer is about to join, and will wait for each of our answers. */
    void attend() {
        attend(ATTENTION, 0);
    }

    @Override
    public void attend(long nanos, long slackNanos) {
        port.attend(nanos, slackNanos);
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public int localPreference() {
        return localPreference;
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    @Override
    public boolean send(ByteBuffer packet, InetSocketAddress remote) {
        return port.send(packet, remote);
    }

    @Override
    public int sendSegments(ByteBuffer packets, int size, InetSocketAddress remote) {
        return port.sendSegments(packets, size, remote);
    }

    @Override
    public void expect(TransactionId id, Inbox inbox) {
        demultiplexer.expect(id, inbox);
    }

    @Override
    public void forget(TransactionId id) {
        demultiplexer.forget(id);
    }

    @Override
    public void admit(InetSocketAddress remote, Inbox inbox) {
        admitted.put(remote, inbox);
    }

    @Override
    public void dismiss(InetSocketAddress remote, Inbox inbox) {
        admitted.remove(remote, inbox);
    }

    Inbox admitted(InetSocketAddress remote) {
        return admitted.get(remote);
    }

    boolean isClosed() {
        return port.isClosed();
    }

    void close() {
        port.close();
        admitted.clear();
    }

    @Override
    public String toString() {
        return protocol.word() + " " + port;
    }
}
