// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the peer's handshake messages together from fragments that come in any order, often or not at all (RFC 6347 §4.2.3),
 * so that nothing is computed before a whole flight is there. What one peer can make us keep has a bound.
 *
 * <p>Thread: one at a time.
 */
final class PeerMessages {

    /** Bytes of all messages of a handshake: chains of certificates are the largest, and ours is 300 bytes. */
    static final int MAX_BYTES = 48 * 1024;

    /** What a message costs besides its bytes; an empty one, too. */
    private static final int OVERHEAD = 64;

    private static final int MAX_AHEAD = 16;
    private static final int MAX_ALERTS = 2;
    private static final int MAX_PROTECTED = 8;

    /** The last messages of unprotected flights (RFC 6347 §4.2.4, figure 1). */
    private static final int CLIENT_HELLO = 1;

    private static final int HELLO_VERIFY_REQUEST = 3;
    private static final int SERVER_HELLO_DONE = 14;

    private final Map<Integer, Message> incomplete = new HashMap<>();
    private final List<byte[]> whole = new ArrayList<>();
    private final List<byte[]> alerts = new ArrayList<>();
    /** Whether one is Finished or noise, only Bouncy Castle can tell. */
    private final Deque<byte[]> protectedRecords = new ArrayDeque<>();

    private int next;
    private int handedOver;
    private int bytes;
    private boolean flightEnded;
    private boolean protectedCame;
    private boolean repeated;

    /** Takes a sound datagram in. */
    void take(byte[] datagram) {
        for (int record : DtlsRecords.starts(datagram, 0, datagram.length)) {
            int epoch = DtlsRecords.epoch(datagram, record);
            int type = DtlsRecords.type(datagram, record);
            if (epoch == 0 && type == DtlsRecords.HANDSHAKE) {
                takeMessages(datagram, record);
            } else if (epoch == 0 && type == DtlsRecords.ALERT && alerts.size() < MAX_ALERTS) {
                alerts.add(copy(datagram, record));
            } else if (epoch == 1) {
                takeProtected(copy(datagram, record));
            }
        }
    }

    private void takeProtected(byte[] record) {
        if (protectedRecords.size() == MAX_PROTECTED) {
            protectedRecords.remove();
        }
        protectedRecords.add(record);
        protectedCame = true;
    }

    private void takeMessages(byte[] datagram, int record) {
        int end = DtlsRecords.end(datagram, record);
        int at = record + DtlsRecords.HEADER_LENGTH;
        while (end - at >= DtlsRecords.MESSAGE_HEADER_LENGTH) {
            int length = DtlsRecords.uint(datagram, at + 1, 3);
            int offset = DtlsRecords.uint(datagram, at + 6, 3);
            int part = DtlsRecords.uint(datagram, at + 9, 3);
            int content = at + DtlsRecords.MESSAGE_HEADER_LENGTH;
            if (content + part > end || offset + part > length) {
                return;
            }
            int number = DtlsRecords.uint(datagram, at + 4, 2);
            if (number < next) {
                repeated |= next == handedOver && number == next - 1 && offset == 0;
            } else if (number < next + MAX_AHEAD) {
                var message = incomplete.get(number);
                if (message == null && bytes + OVERHEAD + length <= MAX_BYTES) {
                    bytes += OVERHEAD + length;
                    message = new Message(datagram, record, at, length);
                    incomplete.put(number, message);
                }
                if (message != null && message.add(datagram, at, length, offset, part)) {
                    collect();
                }
            }
            at = content + part;
        }
    }

    private void collect() {
        for (var message = incomplete.get(next);
                message != null && message.isWhole();
                message = incomplete.get(++next)) {
            incomplete.remove(next);
            whole.add(message.record);
            int type = DtlsRecords.type(message.record, DtlsRecords.HEADER_LENGTH);
            flightEnded |= type == CLIENT_HELLO || type == HELLO_VERIFY_REQUEST || type == SERVER_HELLO_DONE;
            // What is protected may have come before this, and be of use only now.
            protectedCame |= !protectedRecords.isEmpty();
            repeated = false;
        }
    }

    /** Whether there is something new that is worth computing with. */
    boolean areOfUse() {
        return flightEnded || protectedCame || !alerts.isEmpty();
    }

    /** Whether the peer has repeated its last flight since the last time this was asked: it misses ours. */
    boolean tookRepetition() {
        boolean was = repeated;
        repeated = false;
        return was;
    }

    /** Hands over the messages that are whole and next, each as one record; afterwards nothing new is there. */
    List<byte[]> handOver() {
        var records = List.copyOf(whole);
        whole.clear();
        handedOver = next;
        flightEnded = false;
        protectedCame = false;
        return records;
    }

    /** What comes after the messages, alerts only once: ChangeCipherSpec, lost or overtaken though it may be, is there. */
    List<byte[]> rest() {
        var rest = new ArrayList<>(alerts);
        alerts.clear();
        if (!protectedRecords.isEmpty()) {
            byte[] change = DtlsRecords.plain(DtlsRecords.CHANGE_CIPHER_SPEC, protectedRecords.peek(), 0, 1);
            change[DtlsRecords.HEADER_LENGTH] = 1;
            rest.add(change);
            rest.addAll(protectedRecords);
        }
        return rest;
    }

    private static byte[] copy(byte[] datagram, int record) {
        return Arrays.copyOfRange(datagram, record, DtlsRecords.end(datagram, record));
    }

    /** One message, as the record that it will be. */
    private static final class Message {
        private static final int BODY = DtlsRecords.HEADER_LENGTH + DtlsRecords.MESSAGE_HEADER_LENGTH;

        private final byte[] record;
        private final BitSet missing = new BitSet();
        private boolean begun;

        Message(byte[] datagram, int model, int header, int length) {
            record = DtlsRecords.plain(
                    DtlsRecords.HANDSHAKE, datagram, model, DtlsRecords.MESSAGE_HEADER_LENGTH + length);
            System.arraycopy(datagram, header, record, DtlsRecords.HEADER_LENGTH, DtlsRecords.MESSAGE_HEADER_LENGTH);
            DtlsRecords.put(record, DtlsRecords.HEADER_LENGTH + 6, 3, 0);
            DtlsRecords.put(record, DtlsRecords.HEADER_LENGTH + 9, 3, length);
            missing.set(0, length);
        }

        /** Adds a fragment, unless it is of another message; whether the message is whole. */
        boolean add(byte[] datagram, int header, int length, int offset, int part) {
            if (datagram[header] == record[DtlsRecords.HEADER_LENGTH] && length == record.length - BODY) {
                System.arraycopy(datagram, header + DtlsRecords.MESSAGE_HEADER_LENGTH, record, BODY + offset, part);
                missing.clear(offset, offset + part);
                begun = true;
            }
            return isWhole();
        }

        boolean isWhole() {
            return begun && missing.isEmpty();
        }
    }
}
