// SPDX-License-Identifier: Apache-2.0
package org.camquay.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * TLS over one stream, for either side. It has no socket and no thread: its {@link Owner} gives it the octets that came and
 * takes those to send. Only on the owner's thread. A connection that rests holds no buffers but an incomplete record.
 */
public final class TlsLayer {
    /** Who has the stream. Its methods are called within the layer's own, on the owner's thread. */
    public interface Owner {
        /** The handshake is done: {@link TlsLayer#send} works from now on. */
        void onConnected();

        /**
         * The other side said something.
         *
         * @param plain valid only during the call
         */
        void onPlain(ByteBuffer plain);

        /** Sends octets of TLS, all of them; an exception if they cannot be sent or kept. */
        void transmit(ByteBuffer record) throws IOException;

        /**
         * Runs a part of the handshake that takes long on another thread, and then {@link TlsLayer#resume} on the owner's.
         * Meanwhile the stream is best left alone: what is received is kept.
         *
         * @throws IOException with a sentence, if no thread is free
         */
        void compute(Runnable part) throws IOException;
    }

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    /** Records to say goodbye with, at most: an alert, and what a handshake still wanted to say. */
    private static final int FAREWELLS = 4;

    private final SSLEngine engine;
    private final TlsBuffers buffers;
    private final Owner owner;
    /** Octets of an incomplete record, or that came during a computation; ready to be read. */
    private ByteBuffer rest = NOTHING;

    private boolean busy;
    private boolean connected;
    private boolean closed;

    /** Makes one; as a client, it says nothing before {@link #receive} is called, with an empty buffer at first. */
    public TlsLayer(SSLEngine engine, TlsBuffers buffers, Owner owner) throws SSLException {
        this.engine = engine;
        this.buffers = buffers;
        this.owner = owner;
        engine.beginHandshake();
    }

    /** Returns whether the handshake is done. */
    public boolean isConnected() {
        return connected;
    }

    /** Returns whether a computation is under way. */
    public boolean isBusy() {
        return busy;
    }

    /**
     * Takes what arrived, all of it, and does what follows from it.
     *
     * @return false at the end of the connection, after the other side's goodbye
     * @throws IOException if the connection is broken, {@link SSLException} if that is TLS's own doing; the other side is
     *     told why by {@link #close}
     */
    public boolean receive(ByteBuffer arrived) throws IOException {
        var source = joined(arrived);
        boolean open = true;
        boolean more = true;
        while (open && more && !busy && !closed) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> compute();
                case NEED_WRAP -> open = wrap(NOTHING);
                default -> {
                    var plain = buffers.plain();
                    var result = engine.unwrap(source, plain);
                    more = result.getStatus() == Status.OK
                            && (source.hasRemaining()
                                    || result.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING);
                    open = result.getStatus() != Status.CLOSED && result.getStatus() != Status.BUFFER_OVERFLOW;
                    finished(result.getHandshakeStatus());
                    if (plain.position() > 0) {
                        owner.onPlain(plain.flip());
                    }
                }
            }
        }
        keep(source);
        return open && !closed;
    }

    /** A computation is over; as {@link #receive} of nothing. */
    public boolean resume() throws IOException {
        busy = false;
        return receive(NOTHING);
    }

    /** Encrypts and sends all of it. */
    public void send(ByteBuffer plain) throws IOException {
        while (plain.hasRemaining()) {
            if (!wrap(plain)) {
                throw new IOException("the TLS connection is closed");
            }
        }
    }

    /** Says goodbye, or what went wrong, if that is still possible. Idempotent. */
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        engine.closeOutbound();
        try {
            for (int i = 0; i < FAREWELLS && !engine.isOutboundDone() && wrap(NOTHING); i++) {}
        } catch (IOException ignored) {
            // The other side is gone already.
        }
    }

    private boolean wrap(ByteBuffer plain) throws IOException {
        var record = buffers.record();
        var result = engine.wrap(plain, record);
        if (record.flip().hasRemaining()) {
            owner.transmit(record);
        }
        // After that record is on its way, since the owner may send in the same buffer at once.
        finished(result.getHandshakeStatus());
        return result.getStatus() == Status.OK;
    }

    private void finished(HandshakeStatus status) {
        if (status == HandshakeStatus.FINISHED && !connected) {
            connected = true;
            owner.onConnected();
        }
    }

    private void compute() throws IOException {
        var task = engine.getDelegatedTask();
        if (task != null) {
            busy = true;
            owner.compute(task);
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
