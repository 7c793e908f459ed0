// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.tls.DTLSTransport;

/**
 * A DTLS 1.2 association with one peer (RFC 6347; W3C RTCDtlsTransport), which checks its fingerprint and gives the SRTP
 * keys (RFC 5763, RFC 5764).
 *
 * <p>No thread waits for the peer, neither in the handshake nor later: a task runs on the executor for datagrams that came
 * in, for what is sent, and when the timer says so. It takes microseconds, and a few milliseconds where a whole flight of
 * the handshake has come.
 *
 * <p>Thread: any, one at a time; no method blocks. The listener is called on the executor, or by {@link #start} itself
 * when the executor rejects the handshake.
 */
public final class DtlsTransport implements AutoCloseable {

    private static final int MAX_QUEUED_MESSAGES = 256;

    private final Executor executor;
    private final DtlsListener listener;
    private final DatagramQueue datagrams = new DatagramQueue();
    private final HandshakeTerms terms;
    private final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>(MAX_QUEUED_MESSAGES);
    /** Reasons to run since the last look; whoever raises it from 0 submits the task, so there is never more than one. */
    private final AtomicInteger signals = new AtomicInteger();

    private volatile DtlsTransportState state = DtlsTransportState.NEW;
    private volatile boolean closing;
    private DtlsHandshake handshake;
    private DTLSTransport association;
    private RunTransport network;

    /** Prepares an association; datagrams may be received before {@link #start}. */
    public DtlsTransport(
            DtlsCertificate certificate,
            DtlsParameters parameters,
            Executor executor,
            DtlsTimer timer,
            DtlsListener listener) {
        this.executor = Objects.requireNonNull(executor, "executor");
        this.listener = Objects.requireNonNull(listener, "listener");
        var outgoing = new OutgoingRecords(parameters.maxDatagramSize(), listener::onOutgoingDatagram);
        handshake = new DtlsHandshake(certificate, parameters, outgoing, timer, this::signal);
        terms = handshake.terms();
    }

    public DtlsTransportState state() {
        return state;
    }

    /** Begins the handshake; the role says who speaks first. Only the first call counts. */
    public void start() {
        if (state == DtlsTransportState.NEW) {
            state = DtlsTransportState.CONNECTING;
            handshake.begin();
            signal();
        }
    }

    /**
     * Takes in a datagram of the peer; copies it. Drops it when it is no DTLS, or when too many are waiting.
     *
     * @return whether it was taken
     */
    public boolean receive(byte[] datagram, int offset, int length) {
        if (isOver() || !datagrams.offer(Arrays.copyOfRange(datagram, offset, offset + length))) {
            return false;
        }
        if (state != DtlsTransportState.NEW) {
            signal();
        }
        return true;
    }

    /**
     * Sends application data, one message to a datagram: SCTP (RFC 8261). The array is the transport's from here.
     *
     * @return false when not connected or when too much is waiting: the message is lost
     */
    public boolean sendApplicationData(byte[] message) {
        if (state != DtlsTransportState.CONNECTED || closing || !messages.offer(message)) {
            return false;
        }
        signal();
        return true;
    }

    /** Sends close_notify when there is somebody to send it to, and ends a handshake at once. Idempotent. */
    @Override
    public void close() {
        if (closing) {
            return;
        }
        closing = true;
        if (state == DtlsTransportState.NEW) {
            state = DtlsTransportState.CLOSED;
        } else if (!isOver()) {
            signal();
        }
    }

    private boolean isOver() {
        return state == DtlsTransportState.CLOSED || state == DtlsTransportState.FAILED;
    }

    private void signal() {
        if (signals.getAndIncrement() != 0) {
            return;
        }
        try {
            executor.execute(this::run);
        } catch (RejectedExecutionException e) {
            // What came in stays queued; the next datagram tries again.
            signals.set(0);
            if (closing) {
                state = DtlsTransportState.CLOSED;
            } else if (state == DtlsTransportState.CONNECTING) {
                fail("no thread is free for the DTLS handshake");
            }
        }
    }

    private void run() {
        int seen = signals.get();
        while (seen != 0) {
            step();
            seen = signals.addAndGet(-seen);
        }
    }

    private void step() {
        if (state == DtlsTransportState.CONNECTING) {
            connect();
        }
        if (state == DtlsTransportState.CONNECTED) {
            if (closing) {
                closeAssociation();
            } else {
                exchange();
            }
        }
    }

    private void connect() {
        if (closing) {
            handshake.cancel();
            handshake = null;
            state = DtlsTransportState.CLOSED;
            return;
        }
        try {
            association = handshake.advance(datagrams).orElse(null);
        } catch (IOException | RuntimeException e) {
            fail(terms.reason(e));
            return;
        }
        if (association != null) {
            network = handshake.transport();
            network.connect(datagrams::poll);
            handshake = null;
            state = DtlsTransportState.CONNECTED;
            listener.onConnected(terms.keys());
        }
    }

    /** Sends what waits, then handles all records that came in: data, close_notify, repeated Finished. */
    private void exchange() {
        try {
            for (byte[] message = messages.poll(); message != null; message = messages.poll()) {
                if (message.length <= association.getSendLimit()) {
                    association.send(message, 0, message.length);
                }
            }
            byte[] plain = new byte[association.getReceiveLimit()];
            while (!network.isClosed()) {
                // Not 0: that would mean for ever. The end of what is there ends the wait.
                int length = association.receive(plain, 0, plain.length, 1);
                if (length > 0 && !closing) {
                    listener.onApplicationData(Arrays.copyOf(plain, length));
                }
            }
        } catch (RunTransport.Starved starved) {
            // All is handled.
        } catch (IOException | RuntimeException e) {
            fail(terms.reason(e));
            return;
        }
        if (network.isClosed()) {
            state = DtlsTransportState.CLOSED;
            if (!closing) {
                listener.onClosed();
            }
        }
    }

    private void closeAssociation() {
        try {
            association.close();
        } catch (IOException e) {
            // The peer misses close_notify; ICE consent ends the rest.
        }
        state = DtlsTransportState.CLOSED;
    }

    private void fail(String reason) {
        if (handshake != null) {
            handshake.end();
            handshake = null;
        }
        datagrams.clear();
        state = closing ? DtlsTransportState.CLOSED : DtlsTransportState.FAILED;
        if (!closing) {
            listener.onFailed(reason);
        }
    }
}
