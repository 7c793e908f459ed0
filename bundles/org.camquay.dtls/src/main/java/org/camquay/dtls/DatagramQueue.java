// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Datagrams of the peer on their way to the executor. Thread: {@link #offer} any, the rest the executor. */
final class DatagramQueue {

    /** Bytes of the largest datagram taken in; larger ones are dropped. */
    static final int MAX_RECEIVED_SIZE = 2048;

    private static final int CAPACITY = 64;

    private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>(CAPACITY);

    /** Takes a datagram in; false when it is no DTLS or the queue is full. */
    boolean offer(byte[] datagram) {
        return datagram.length <= MAX_RECEIVED_SIZE && DtlsRecords.areSound(datagram) && received.offer(datagram);
    }

    /** The next one, null when there is none. */
    byte[] poll() {
        return received.poll();
    }

    void clear() {
        received.clear();
    }
}
