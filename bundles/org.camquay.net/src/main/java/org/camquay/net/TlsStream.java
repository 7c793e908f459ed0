// SPDX-License-Identifier: Apache-2.0
package org.camquay.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.camquay.tls.TlsLayer;
import org.camquay.tls.Trust;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS on a TCP connection. What takes long, such as checking certificates, runs on another thread; meanwhile nothing is
 * read. Only on its loop.
 */
public final class TlsStream implements ByteStream, ByteStream.Listener, TlsLayer.Owner {
    private static final Logger log = LoggerFactory.getLogger(TlsStream.class);
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    /** What TLS adds to a record, generously. */
    private static final int OVERHEAD = 512;

    private final NetLoop loop;
    private final Executor work;
    private final Listener listener;
    private final TlsLayer layer;
    private TcpStream tcp;
    private boolean closed;

    /** Makes one for an engine that is set up; {@code work} runs what takes long. */
    public TlsStream(NetLoop loop, SSLEngine engine, Executor work, Listener listener) throws SSLException {
        this.loop = loop;
        this.work = work;
        this.listener = listener;
        this.layer = new TlsLayer(engine, loop.tlsBuffers(), this);
    }

    /** The connection below, whose listener is this. */
    public TlsStream on(TcpStream connection) {
        tcp = connection;
        return this;
    }

    @Override
    public void onOpen() {
        receive(NOTHING);
    }

    @Override
    public boolean onBytes(ByteBuffer bytes) {
        receive(bytes);
        return true;
    }

    private void receive(ByteBuffer bytes) {
        try {
            goesOn(layer.receive(bytes));
        } catch (IOException e) {
            fail(e);
        }
    }

    private void goesOn(boolean open) {
        if (!open && !closed) {
            end(
                    layer.isConnected()
                            ? "the other side closed the TLS connection"
                            : "the other side ended the TLS handshake");
        }
    }

    @Override
    public void onConnected() {
        listener.onOpen();
    }

    @Override
    public void onPlain(ByteBuffer plain) {
        if (!closed && !listener.onBytes(plain)) {
            end("the other side sends what does not belong there");
        }
    }

    @Override
    public void transmit(ByteBuffer record) throws IOException {
        if (!tcp.write(record)) {
            throw new IOException("what waits to be sent is too much");
        }
    }

    @Override
    public void compute(Runnable part) throws IOException {
        try {
            work.execute(() -> {
                part.run();
                loop.execute(this::computed);
            });
            tcp.pause();
        } catch (RejectedExecutionException e) {
            throw new IOException("this machine is too busy for another TLS handshake", e);
        }
    }

    private void computed() {
        if (closed) {
            return;
        }
        try {
            tcp.resume();
            goesOn(layer.resume());
        } catch (IOException e) {
            fail(e);
        }
    }

    @Override
    public boolean write(ByteBuffer bytes) {
        if (!layer.isConnected() || closed || bytes.remaining() + OVERHEAD > tcp.room()) {
            return false;
        }
        try {
            layer.send(bytes);
            return true;
        } catch (IOException e) {
            loop.execute(() -> fail(e));
            return false;
        }
    }

    private void fail(IOException e) {
        log.debug("TLS failed", e);
        end(e instanceof SSLException tls ? Trust.reason(tls) : e.getMessage());
    }

    private void end(String reason) {
        if (!closed) {
            close();
            listener.onClosed(reason);
        }
    }

    @Override
    public void onClosed(String reason) {
        if (!closed) {
            closed = true;
            listener.onClosed(layer.isConnected() ? reason : "during the TLS handshake: " + reason);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        layer.close();
        tcp.close();
    }
}
