// SPDX-License-Identifier: Apache-2.0
package org.camquay.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TLS on a TCP connection. What takes long, such as checking certificates, runs on another thread meanwhile. */
public final class TlsStream implements ByteStream, ByteStream.Listener {
    private static final Logger log = LoggerFactory.getLogger(TlsStream.class);
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    /** What TLS adds to a record, generously. */
    private static final int OVERHEAD = 512;

    private static final int RECORDS_WAITING = 8;

    private final NetLoop loop;
    private final SSLEngine engine;
    private final Executor work;
    private final Listener listener;
    private final ByteBuffer in;
    private final ByteBuffer out;
    private final ByteBuffer plain;
    private TcpStream tcp;
    private boolean working;
    private boolean open;
    private boolean closed;

    public TlsStream(NetLoop loop, SSLEngine engine, Executor work, Listener listener) {
        this.loop = loop;
        this.engine = engine;
        this.work = work;
        this.listener = listener;
        int record = engine.getSession().getPacketBufferSize();
        in = ByteBuffer.allocate(record * RECORDS_WAITING);
        out = ByteBuffer.allocate(record);
        plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
    }

    /** The connection below, whose listener is this. */
    public TlsStream on(TcpStream connection) {
        tcp = connection;
        return this;
    }

    @Override
    public void onOpen() {
        try {
            engine.beginHandshake();
            proceed();
        } catch (SSLException e) {
            fail(e);
        }
    }

    @Override
    public boolean onBytes(ByteBuffer bytes) {
        while (bytes.hasRemaining() && !closed) {
            int count = Math.min(bytes.remaining(), in.remaining());
            if (count == 0) {
                return false;
            }
            in.put(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            try {
                proceed();
            } catch (SSLException e) {
                fail(e);
            }
        }
        return true;
    }

    /** Handshakes and reads as far as what has arrived allows. */
    private void proceed() throws SSLException {
        boolean goesOn = true;
        while (goesOn && !closed && !working) {
            goesOn = switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> startWork();
                case NEED_WRAP -> wrap(NOTHING);
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> unwrap();
                case FINISHED, NOT_HANDSHAKING -> {
                    opened();
                    yield unwrap();
                }
            };
        }
    }

    private void opened() {
        if (!open) {
            open = true;
            listener.onOpen();
        }
    }

    private boolean startWork() {
        working = true;
        try {
            work.execute(() -> {
                for (var task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
                loop.execute(this::worked);
            });
        } catch (RejectedExecutionException e) {
            end("this machine is too busy for another TLS handshake");
        }
        return false;
    }

    private void worked() {
        working = false;
        try {
            proceed();
        } catch (SSLException e) {
            fail(e);
        }
    }

    private boolean wrap(ByteBuffer bytes) throws SSLException {
        var result = engine.wrap(bytes, out.clear());
        out.flip();
        if (out.hasRemaining() && !tcp.write(out)) {
            throw new SSLException("what waits to be sent is too much");
        }
        return result.getStatus() == Status.OK;
    }

    private boolean unwrap() throws SSLException {
        var result = engine.unwrap(in.flip(), plain.clear());
        in.compact();
        if (result.getStatus() == Status.CLOSED) {
            end(open ? "the other side closed the TLS connection" : "the other side ended the TLS handshake");
            return false;
        }
        if (result.getHandshakeStatus() == HandshakeStatus.FINISHED) {
            opened();
        }
        if (plain.flip().hasRemaining() && !closed && !listener.onBytes(plain)) {
            end("the other side sends what does not belong there");
        }
        return result.getStatus() == Status.OK && (result.bytesConsumed() > 0 || in.position() > 0);
    }

    @Override
    public boolean write(ByteBuffer bytes) {
        if (!open || closed || bytes.remaining() + OVERHEAD > tcp.room()) {
            return false;
        }
        try {
            while (bytes.hasRemaining()) {
                if (!wrap(bytes)) {
                    return false;
                }
            }
            return true;
        } catch (SSLException e) {
            loop.execute(() -> fail(e));
            return false;
        }
    }

    private void fail(SSLException e) {
        log.debug("TLS failed", e);
        try {
            // The alert that says why.
            for (int i = 0; i < 4 && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && wrap(NOTHING); i++) {}
        } catch (IOException again) {
            log.trace("the alert could not be sent", again);
        }
        end(TlsTrust.reason(e));
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
            listener.onClosed(open ? reason : "during the TLS handshake: " + reason);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (open) {
            engine.closeOutbound();
            try {
                wrap(NOTHING);
            } catch (IOException e) {
                log.trace("the end could not be said", e);
            }
        }
        tcp.close();
    }
}
