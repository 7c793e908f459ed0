// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import org.camquay.tls.TlsBuffers;
import org.camquay.tls.TlsLayer;

/** One TCP connection, with TLS or without. Only on its loop. */
final class Wire implements TlsLayer.Owner {
    private static final int READ = 16 * 1024;

    /** What becomes of it. */
    interface Owner {
        /** {@link Wire#send} works from now on. */
        void onConnected();

        /**
         * Octets came.
         *
         * @param octets valid only during the call, which takes all of them
         */
        void onOctets(ByteBuffer octets);

        /** It is over, and not by us. Once. */
        void onBroken(IOException why);
    }

    /** Octets to send, and whom to tell when they are gone. */
    private record Outgoing(ByteBuffer octets, Runnable sent) {}

    private final IoLoop loop;
    private final Executor work;
    private final Owner owner;
    private final SSLEngine engine;
    private final Queue<Outgoing> unsent = new ArrayDeque<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(READ);
    private SocketChannel channel;
    private SelectionKey key;
    private TlsLayer tls;
    private boolean connected;
    private boolean paused;
    private boolean over;
    private boolean ending;

    /**
     * Makes one that is not connected.
     *
     * @param engine of TLS, as a client; null for none
     * @param work for what takes long in TLS's handshake
     */
    Wire(IoLoop loop, Executor work, SSLEngine engine, Owner owner) {
        this.loop = loop;
        this.work = work;
        this.engine = engine;
        this.owner = owner;
    }

    void connect(InetAddress address, int port) {
        try {
            channel = SocketChannel.open();
            key = loop.register(channel, SelectionKey.OP_CONNECT, this::ready);
            if (channel.connect(new InetSocketAddress(address, port))) {
                established();
            }
        } catch (IOException e) {
            broken(e);
        } catch (RuntimeException e) {
            broken(new IOException(e.getMessage(), e));
        }
    }

    private void ready() {
        try {
            if (!connected) {
                if (channel.finishConnect()) {
                    established();
                }
                return;
            }
            if (key.isValid() && key.isWritable()) {
                write();
            }
            if (key.isValid() && key.isReadable()) {
                read();
            }
        } catch (IOException e) {
            broken(e);
        } catch (RuntimeException e) {
            broken(new IOException("handling the connection failed: " + e, e));
        }
    }

    private void established() throws IOException {
        connected = true;
        channel.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
        interest();
        if (engine == null) {
            owner.onConnected();
        } else {
            tls = new TlsLayer(engine, new TlsBuffers(), this);
            tls.receive(ByteBuffer.allocate(0));
        }
    }

    private void read() throws IOException {
        int count = channel.read(buffer.clear());
        if (count < 0) {
            broken(new EOFException("the server closed the connection"));
        } else if (over) {
            buffer.clear(); // only the rest is still to be sent
        } else if (tls == null) {
            owner.onOctets(buffer.flip());
        } else if (!tls.receive(buffer.flip())) {
            broken(new EOFException("the server closed the connection"));
        }
    }

    /** Whether the TCP connection came about. */
    boolean isEstablished() {
        return connected;
    }

    /** Reads no more, or again, so that the sender has to wait. */
    void pause(boolean wanted) {
        paused = wanted;
        interest();
    }

    private void interest() {
        if (key != null && key.isValid()) {
            key.interestOps((paused ? 0 : SelectionKey.OP_READ) | (unsent.isEmpty() ? 0 : SelectionKey.OP_WRITE));
        }
    }

    /**
     * Sends octets, which are the wire's from now on.
     *
     * @param sent run once they are on their way; not if that fails
     */
    void send(ByteBuffer octets, Runnable sent) {
        if (over) {
            return;
        }
        try {
            if (tls != null) {
                tls.send(octets);
                queue(ByteBuffer.allocate(0), sent);
            } else {
                queue(octets, sent);
            }
        } catch (IOException e) {
            broken(e);
        }
    }

    private void queue(ByteBuffer octets, Runnable sent) throws IOException {
        unsent.add(new Outgoing(octets, sent));
        write();
    }

    private void write() throws IOException {
        for (var next = unsent.peek(); next != null; next = unsent.peek()) {
            channel.write(next.octets());
            if (next.octets().hasRemaining()) {
                break;
            }
            unsent.remove();
            next.sent().run();
        }
        interest();
        if (ending && unsent.isEmpty()) {
            abort();
        }
    }

    /** Ends it as soon as all is sent; the owner hears no more. */
    void close() {
        if (!over) {
            over = true;
            ending = true;
            if (tls != null) {
                tls.close();
            }
            if (unsent.isEmpty() || !connected) {
                abort();
            }
        }
    }

    /** Ends it now; the owner hears no more. Idempotent. */
    void abort() {
        over = true;
        unsent.clear();
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException ignored) {
                // It is of no use any more either way.
            }
        }
    }

    private void broken(IOException why) {
        boolean first = !over;
        if (first && tls != null) {
            tls.close(); // tells the server what was wrong with its certificate
        }
        abort();
        if (first) {
            owner.onBroken(why);
        }
    }

    @Override
    public void onConnected() {
        owner.onConnected();
    }

    @Override
    public void onPlain(ByteBuffer plain) {
        if (!over) {
            owner.onOctets(plain);
        }
    }

    @Override
    public void transmit(ByteBuffer record) throws IOException {
        queue(ByteBuffer.allocate(record.remaining()).put(record).flip(), () -> {});
    }

    @Override
    public void compute(Runnable part) {
        work.execute(() -> {
            part.run();
            loop.execute(this::resume);
        });
    }

    private void resume() {
        try {
            if (!over && !tls.resume()) {
                broken(new EOFException("the server closed the connection"));
            }
        } catch (IOException e) {
            broken(e);
        }
    }
}
