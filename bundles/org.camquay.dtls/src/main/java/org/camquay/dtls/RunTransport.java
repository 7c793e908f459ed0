// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.TlsCloseable;

/**
 * What Bouncy Castle takes for a socket in one run of a handshake: gives it what has come, swallows what it has said in
 * earlier runs, and ends the run where it would wait. After the handshake it is the way to the network.
 *
 * <p>Thread: one at a time.
 */
final class RunTransport implements DatagramTransport {

    private final Deque<byte[]> heard;
    private final List<byte[]> said;
    private final OutgoingRecords outgoing;
    private final int longest;
    private final boolean cancel;
    private TlsCloseable closeHandle;
    private Supplier<byte[]> network;
    private int repeated;
    private int plainNumber;
    private boolean starved;
    private boolean closed;

    /**
     * @param heard records of the peer
     * @param said records of ours that are out already; those of this run are added
     * @param cancel close the handshake where it would wait
     */
    RunTransport(List<byte[]> heard, List<byte[]> said, OutgoingRecords outgoing, boolean cancel) {
        this.heard = new ArrayDeque<>(heard);
        this.said = said;
        this.outgoing = outgoing;
        this.cancel = cancel;
        longest = heard.stream().mapToInt(record -> record.length).max().orElse(0);
    }

    void onClose(TlsCloseable handle) {
        closeHandle = handle;
    }

    /** Whether the run has ended since the peer has not said enough yet. */
    boolean isStarved() {
        return starved;
    }

    /** Whether the connection was closed by either side. */
    boolean isClosed() {
        return closed;
    }

    /** The handshake is done: further datagrams come from there, and what is said is not kept. */
    void connect(Supplier<byte[]> source) {
        network = source;
        said.clear();
    }

    @Override
    public int getReceiveLimit() {
        return Math.max(longest, DatagramQueue.MAX_RECEIVED_SIZE);
    }

    @Override
    public int getSendLimit() {
        return outgoing.limit();
    }

    /** @throws Starved when nothing is there; after the handshake that leaves Bouncy Castle's state alone */
    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
        outgoing.flush();
        byte[] datagram = heard.poll();
        if (datagram == null && network != null) {
            datagram = network.get();
        }
        if (datagram == null) {
            if (cancel) {
                closeHandle.close();
            }
            starved = true;
            throw new Starved();
        }
        int taken = Math.min(length, datagram.length);
        System.arraycopy(datagram, 0, buffer, offset, taken);
        for (int record : DtlsRecords.starts(datagram, 0, datagram.length)) {
            // Put together, messages have no number of their own, and Bouncy Castle drops what it has seen.
            if (DtlsRecords.epoch(datagram, record) == 0) {
                DtlsRecords.number(buffer, offset + record, plainNumber++);
            }
        }
        return taken;
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {
        if (closed || network == null && starved) {
            return;
        }
        if (network == null && repeated < said.size()) {
            byte[] before = said.get(repeated++);
            if (!Arrays.equals(before, 0, before.length, buffer, offset, offset + length)) {
                throw new IllegalStateException("a handshake computed again came to something else");
            }
            return;
        }
        if (network == null) {
            said.add(Arrays.copyOfRange(buffer, offset, offset + length));
            repeated++;
        }
        outgoing.send(buffer, offset, length);
    }

    @Override
    public void close() {
        if (!closed) {
            outgoing.flush();
            closed = true;
        }
    }

    /** Nothing is left to receive. */
    static final class Starved extends InterruptedIOException {
        private static final long serialVersionUID = 1;

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}
