// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import java.util.ArrayList;
import java.util.List;

/**
 * DTLS records (RFC 6347 §4.1) as bytes. Datagrams are looked over before Bouncy Castle sees them: a handshake fragment says
 * how long its whole message is, up to 16 MB, and that much would be allocated at once, so absurd lengths are turned away.
 */
final class DtlsRecords {

    static final int CHANGE_CIPHER_SPEC = 20;
    static final int ALERT = 21;
    static final int HANDSHAKE = 22;
    static final int APPLICATION_DATA = 23;

    static final int HEADER_LENGTH = 13;
    static final int MESSAGE_HEADER_LENGTH = 12;

    /** With its header, a message of this length fits a record (RFC 6347 §4.1.1). */
    static final int MAX_MESSAGE_LENGTH = (1 << 14) - MESSAGE_HEADER_LENGTH;

    private static final int VERSION = 1;
    private static final int EPOCH = 3;
    private static final int NUMBER = 5;
    private static final int LENGTH = 11;

    private DtlsRecords() {}

    /** Whether a datagram is DTLS by RFC 7983 and made of whole records with bearable handshake messages. */
    static boolean areSound(byte[] datagram) {
        int at = 0;
        while (at < datagram.length) {
            if (datagram.length - at < HEADER_LENGTH) {
                return false;
            }
            int type = type(datagram, at);
            int end = end(datagram, at);
            if (type < CHANGE_CIPHER_SPEC || type > 63 || end > datagram.length) {
                return false;
            }
            boolean plain = epoch(datagram, at) == 0;
            if (type == HANDSHAKE && plain && !messagesAreSound(datagram, at + HEADER_LENGTH, end)) {
                return false;
            }
            at = end;
        }
        return datagram.length > 0;
    }

    private static boolean messagesAreSound(byte[] datagram, int start, int end) {
        int at = start;
        while (end - at >= MESSAGE_HEADER_LENGTH) {
            if (uint(datagram, at + 1, 3) > MAX_MESSAGE_LENGTH) {
                return false;
            }
            at += MESSAGE_HEADER_LENGTH + uint(datagram, at + 9, 3);
        }
        return true;
    }

    /** Where the records of a sound datagram begin. */
    static List<Integer> starts(byte[] datagram, int offset, int length) {
        var starts = new ArrayList<Integer>();
        for (int at = offset; at < offset + length; at = end(datagram, at)) {
            starts.add(at);
        }
        return starts;
    }

    static int type(byte[] bytes, int record) {
        return bytes[record] & 0xff;
    }

    static int epoch(byte[] bytes, int record) {
        return uint(bytes, record + EPOCH, 2);
    }

    /** Where the record ends. */
    static int end(byte[] bytes, int record) {
        return record + HEADER_LENGTH + uint(bytes, record + LENGTH, 2);
    }

    /** Gives an unprotected record another sequence number; 48 bits are far more than a handshake uses. */
    static void number(byte[] bytes, int record, int number) {
        put(bytes, record + NUMBER, 6, number);
    }

    /** A record without protection, its number 0, with the version of another record. */
    static byte[] plain(int type, byte[] model, int modelRecord, int length) {
        byte[] record = new byte[HEADER_LENGTH + length];
        record[0] = (byte) type;
        System.arraycopy(model, modelRecord + VERSION, record, VERSION, 2);
        put(record, LENGTH, 2, length);
        return record;
    }

    static int uint(byte[] bytes, int at, int length) {
        int value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | bytes[at + i] & 0xff;
        }
        return value;
    }

    static void put(byte[] bytes, int at, int length, int value) {
        long rest = value;
        for (int i = length - 1; i >= 0; i--) {
            bytes[at + i] = (byte) rest;
            rest >>= 8;
        }
    }
}
