// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/** TLS over one stream. What takes long in a handshake runs on a worker, and the rest waits for it. */
final class TlsLayer {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final StreamOutput output;
    private final TurnLoop loop;
    private final Executor work;
    /** Octets of an incomplete record, or that came while the worker was busy; ready to be read. */
    private ByteBuffer rest = NOTHING;

    private boolean busy;
    private boolean connected;

    TlsLayer(SSLEngine engine, StreamOutput output, TurnLoop loop, Executor work) {
        this.engine = engine;
        this.output = output;
        this.loop = loop;
        this.work = work;
    }

    boolean isConnected() {
        return connected;
    }

    /** Whether nothing can be received before {@code resumed} was called. */
    boolean isBusy() {
        return busy;
    }

    /**
     * Takes what arrived and hands on what it says; {@code resumed} runs on the loop when a worker is done and this is
     * to be called again. False at the end of the connection; throws if it broke.
     */
    boolean receive(ByteBuffer arrived, Consumer<ByteBuffer> plainText, Runnable resumed) throws IOException {
        var source = joined(arrived);
        boolean open = true;
        boolean more = true;
        while (open && more) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> {
                    runTask(resumed);
                    more = false;
                }
                case NEED_WRAP -> open = wrap(NOTHING);
                default -> {
                    var plain = loop.plain();
                    var result = engine.unwrap(source, plain);
                    connected |= result.getHandshakeStatus() == HandshakeStatus.FINISHED;
                    open = result.getStatus() != Status.CLOSED && result.getStatus() != Status.BUFFER_OVERFLOW;
                    more = result.getStatus() == Status.OK
                            && (source.hasRemaining()
                                    || result.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING);
                    if (plain.position() > 0) {
                        plainText.accept(plain.flip());
                    }
                }
            }
        }
        keep(source);
        return open;
    }

    /** Encrypts and sends all of it. */
    void send(ByteBuffer plain) throws IOException {
        while (plain.hasRemaining()) {
            if (!wrap(plain)) {
                throw new IOException("the TLS connection is closed");
            }
        }
    }

    /** Says goodbye, if that is still possible. */
    void close() {
        engine.closeOutbound();
        try {
            wrap(NOTHING);
        } catch (IOException ignored) {
            // The other side is gone already.
        }
    }

    private boolean wrap(ByteBuffer plain) throws IOException {
        var record = loop.record();
        var result = engine.wrap(plain, record);
        connected |= result.getHandshakeStatus() == HandshakeStatus.FINISHED;
        output.write(record.flip());
        return result.getStatus() == Status.OK;
    }

    private void runTask(Runnable resumed) throws IOException {
        var task = engine.getDelegatedTask();
        if (task == null) {
            return;
        }
        busy = true;
        try {
            work.execute(() -> {
                try {
                    task.run();
                } finally {
                    loop.execute(() -> {
                        busy = false;
                        resumed.run();
                    });
                }
            });
        } catch (RejectedExecutionException e) {
            throw new IOException("too many TLS handshakes at once", e);
        }
    }

    private ByteBuffer joined(ByteBuffer arrived) {
        if (!rest.hasRemaining()) {
            return arrived;
        }
        var all = ByteBuffer.allocate(rest.remaining() + arrived.remaining());
        all.put(rest).put(arrived).flip();
        rest = NOTHING;
        return all;
    }

    private void keep(ByteBuffer source) {
        if (source.hasRemaining()) {
            rest = ByteBuffer.allocate(source.remaining()).put(source).flip();
        }
    }
}
