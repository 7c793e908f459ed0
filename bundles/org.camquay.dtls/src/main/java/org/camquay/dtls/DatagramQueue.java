// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.TlsCloseable;

/**
 * What Bouncy Castle takes for a socket: waits for datagrams while there is a handshake, and only takes what is there
 * afterwards.
 *
 * <p>Thread: {@link #offer} and {@link #cancel} any, the rest the executor.
 */
final class DatagramQueue implements DatagramTransport {

    /** Bytes of the largest datagram taken in; larger ones are dropped. */
    static final int MAX_RECEIVED_SIZE = 2048;

    private static final int CAPACITY = 64;
    private static final int MAX_WAIT_MILLIS = 1000;
    private static final int APPLICATION_DATA = 23;
    private static final byte[] WAKE_UP = {};

    private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>(CAPACITY);
    private final Consumer<byte[]> outgoing;
    private final byte[] flight;
    private int collected;
    private TlsCloseable closeHandle;
    private volatile boolean canceled;
    private volatile boolean heardOfPeer;
    private boolean waits = true;
    private boolean closed;

    DatagramQueue(int sendLimit, Consumer<byte[]> outgoing) {
        flight = new byte[sendLimit];
        this.outgoing = outgoing;
    }

    /** Takes a datagram in; false when it is no DTLS or the queue is full. */
    boolean offer(byte[] datagram) {
        if (datagram.length > MAX_RECEIVED_SIZE || !DtlsRecords.areSound(datagram)) {
            return false;
        }
        heardOfPeer = true;
        return received.offer(datagram);
    }

    /** Makes a waiting handshake end with close_notify. */
    void cancel() {
        canceled = true;
        received.offer(WAKE_UP);
    }

    boolean heardOfPeer() {
        return heardOfPeer;
    }

    /** The handshake is over: {@link #receive} no longer waits. */
    void stopWaiting() {
        waits = false;
    }

    void onClose(TlsCloseable handle) {
        closeHandle = handle;
    }

    /** Whether the connection was closed by either side. */
    boolean isClosed() {
        return closed;
    }

    @Override
    public int getReceiveLimit() {
        return MAX_RECEIVED_SIZE;
    }

    @Override
    public int getSendLimit() {
        return flight.length;
    }

    /** @throws Drained when nothing is there and nobody waits; that leaves Bouncy Castle's state alone */
    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
        flush();
        byte[] datagram = waits && !canceled ? await(waitMillis) : received.poll();
        if (canceled && waits) {
            closeHandle.close();
            return -1;
        }
        if (datagram == null) {
            if (!waits) {
                throw new Drained();
            }
            return -1;
        }
        int taken = Math.min(length, datagram.length);
        System.arraycopy(datagram, 0, buffer, offset, taken);
        return taken;
    }

    /**
     * Collects the records of a flight into few datagrams, as other implementations do: each datagram saved is one less to
     * lose, and ChangeCipherSpec cannot be overtaken by Finished, which Bouncy Castle would drop.
     */
    @Override
    public void send(byte[] buffer, int offset, int length) {
        boolean alone = buffer[offset] == APPLICATION_DATA;
        if (alone || collected + length > flight.length) {
            flush();
        }
        if (closed || length > flight.length) {
            return;
        }
        System.arraycopy(buffer, offset, flight, collected, length);
        collected += length;
        if (alone) {
            flush();
        }
    }

    /** Sends what is collected; to be called when no more will follow at once. */
    void flush() {
        if (collected > 0 && !closed) {
            byte[] datagram = Arrays.copyOf(flight, collected);
            collected = 0;
            outgoing.accept(datagram);
        }
    }

    @Override
    public void close() {
        flush();
        closed = true;
        received.clear();
    }

    private byte[] await(int waitMillis) throws InterruptedIOException {
        // 0 means for ever to Bouncy Castle; it asks again.
        int millis = waitMillis <= 0 ? MAX_WAIT_MILLIS : Math.min(waitMillis, MAX_WAIT_MILLIS);
        try {
            return received.poll(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the handshake's thread was interrupted");
        }
    }

    /** Nothing is left to receive. */
    static final class Drained extends InterruptedIOException {
        private static final long serialVersionUID = 1;

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}
