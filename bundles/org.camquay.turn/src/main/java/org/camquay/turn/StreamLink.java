// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.camquay.net.NetLoop;
import org.camquay.stun.ChannelData;
import org.camquay.stun.StunStreamDecoder;
import org.camquay.tls.TlsLayer;

/** A client's TCP connection, with TLS or without. */
final class StreamLink implements ClientLink, NetLoop.Ready, TlsLayer.Owner {
    static final long HANDSHAKE_NANOS = TimeUnit.SECONDS.toNanos(10);
    static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);
    /** The longest message taken from a stream: more than any datagram that gets through the Internet. */
    static final int MAX_FRAME = 16 * 1024;

    private static final int READ = 16 * 1024;

    private final SocketChannel channel;
    private final InetSocketAddress remote;
    private final Connections connections;
    private final Lane loop;
    private final StreamOutput output;
    private final TlsLayer tls;
    private final StunStreamDecoder decoder = new StunStreamDecoder(MAX_FRAME, ChannelData.MAX_LEGACY_CHANNEL);
    private final Client client = new Client(this);
    private final long openedAt;
    private long heardAt;
    private SelectionKey key;
    private boolean closed;

    StreamLink(SocketChannel channel, InetSocketAddress remote, Connections connections, boolean secure)
            throws IOException {
        this.channel = channel;
        this.remote = remote;
        this.connections = connections;
        this.loop = connections.loop();
        this.output = new StreamOutput(channel);
        this.tls = secure ? connections.tls(this) : null;
        this.openedAt = loop.now();
        this.heardAt = openedAt;
        loop.register(channel, SelectionKey.OP_READ, this);
    }

    @Override
    public void ready(SelectionKey ready) {
        key = ready;
        output.key(ready);
        try {
            if (ready.isWritable()) {
                output.flush();
            }
            if (ready.isReadable()) {
                read();
            }
        } catch (IOException e) {
            broken();
        }
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public boolean stream() {
        return true;
    }

    @Override
    public void answer(ByteBuffer message) {
        send(message);
    }

    @Override
    public boolean relay(ByteBuffer frame) {
        return output.hasRoomFor(frame.remaining()) && send(frame);
    }

    @Override
    public void adopted(Client adopted) {
        // It lives as long as the connection does.
    }

    @Override
    public void released() {
        heardAt = loop.now();
    }

    /** Closes it if it has been of no use for too long. */
    void sweep(long now) {
        if (tls != null && !tls.isConnected() && now - openedAt > HANDSHAKE_NANOS) {
            connections.counters().increment(Count.HANDSHAKE_TIMEOUTS);
            close();
        } else if (client.allocation() == null && now - heardAt > IDLE_NANOS) {
            connections.counters().increment(Count.IDLE_TIMEOUTS);
            close();
        }
    }

    void close() {
        if (!closed) {
            closed = true;
            connections.gone(this, client);
            if (tls != null) {
                tls.close();
            }
            try {
                channel.close();
            } catch (IOException ignored) {
                // Gone is gone.
            }
        }
    }

    private void read() throws IOException {
        var buffer = loop.packet();
        buffer.limit(buffer.position() + READ);
        int count = channel.read(buffer);
        if (count < 0) {
            close();
        } else if (count > 0) {
            receive(buffer.limit(buffer.position()).position(Lane.HEADROOM));
        }
    }

    private void receive(ByteBuffer arrived) throws IOException {
        if (tls == null) {
            frames(arrived);
        } else {
            goOn(tls.receive(arrived));
        }
    }

    private void goOn(boolean open) {
        if (!open) {
            close();
        } else if (tls.isBusy()) {
            key.interestOpsAnd(~SelectionKey.OP_READ);
        }
    }

    private void resume() {
        if (!closed) {
            try {
                key.interestOpsOr(SelectionKey.OP_READ);
                goOn(tls.resume());
            } catch (IOException e) {
                broken();
            }
        }
    }

    @Override
    public void onConnected() {
        // The client speaks first.
    }

    @Override
    public void onPlain(ByteBuffer plain) {
        frames(plain);
    }

    @Override
    public void transmit(ByteBuffer record) throws IOException {
        output.write(record);
    }

    @Override
    public void compute(Runnable part) throws IOException {
        connections.compute(part, this::resume);
    }

    private void frames(ByteBuffer bytes) {
        boolean valid = decoder.accept(bytes, this::frame);
        if (!valid) {
            connections.counters().increment(Count.MALFORMED);
            close();
        }
    }

    private void frame(ByteBuffer frame) {
        if (!closed) {
            heardAt = loop.now();
            connections.requests().accept(client, frame);
        }
    }

    private boolean send(ByteBuffer bytes) {
        if (closed) {
            return false;
        }
        try {
            if (tls == null) {
                output.write(bytes);
            } else {
                tls.send(bytes);
            }
            return true;
        } catch (IOException e) {
            close();
            return false;
        }
    }

    private void broken() {
        if (tls != null && !tls.isConnected() && !closed) {
            connections.counters().increment(Count.TLS_FAILURES);
        }
        close();
    }
}
