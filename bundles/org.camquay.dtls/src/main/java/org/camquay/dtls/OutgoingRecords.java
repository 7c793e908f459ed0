// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Collects the records of a flight into few datagrams, as other implementations do: each datagram saved is one less to
 * lose. Numbers unprotected records itself, since they may be sent again without Bouncy Castle (RFC 6347 §4.2.4).
 *
 * <p>Thread: one at a time.
 */
final class OutgoingRecords {

    private final Consumer<byte[]> outgoing;
    private final byte[] datagram;
    private int collected;
    private int plainNumber;

    OutgoingRecords(int sendLimit, Consumer<byte[]> outgoing) {
        datagram = new byte[sendLimit];
        this.outgoing = outgoing;
    }

    int limit() {
        return datagram.length;
    }

    /** Sends one record, at the latest with {@link #flush}. */
    void send(byte[] buffer, int offset, int length) {
        boolean alone = DtlsRecords.type(buffer, offset) == DtlsRecords.APPLICATION_DATA;
        if (alone || collected + length > datagram.length) {
            flush();
        }
        if (length > datagram.length) {
            return;
        }
        System.arraycopy(buffer, offset, datagram, collected, length);
        if (DtlsRecords.epoch(datagram, collected) == 0) {
            DtlsRecords.number(datagram, collected, plainNumber++);
        }
        collected += length;
        if (alone) {
            flush();
        }
    }

    /** Sends unprotected records again. */
    void sendAgain(List<byte[]> records) {
        records.forEach(record -> send(record, 0, record.length));
        flush();
    }

    /** Sends what is collected; to be called when no more will follow at once. */
    void flush() {
        if (collected > 0) {
            byte[] copy = Arrays.copyOf(datagram, collected);
            collected = 0;
            outgoing.accept(copy);
        }
    }
}
