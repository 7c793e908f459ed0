// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

/**
 * Looks over datagrams before Bouncy Castle sees them. A handshake fragment says how long its whole message is, up to 16
 * MB, and that much is allocated at once for each of 16 messages: so absurd lengths are turned away here.
 */
final class DtlsRecords {

    private static final int RECORD_HEADER_LENGTH = 13;
    private static final int MESSAGE_HEADER_LENGTH = 12;
    private static final int MAX_MESSAGE_LENGTH = 1 << 14;
    private static final int HANDSHAKE = 22;

    private DtlsRecords() {}

    /** Whether a datagram is DTLS by RFC 7983 and made of whole records with bearable handshake messages. */
    static boolean areSound(byte[] datagram) {
        int at = 0;
        while (at < datagram.length) {
            if (datagram.length - at < RECORD_HEADER_LENGTH) {
                return false;
            }
            int type = datagram[at] & 0xff;
            int end = at + RECORD_HEADER_LENGTH + uint(datagram, at + 11, 2);
            if (type < 20 || type > 63 || end > datagram.length) {
                return false;
            }
            boolean plain = uint(datagram, at + 3, 2) == 0;
            if (type == HANDSHAKE && plain && !messagesAreSound(datagram, at + RECORD_HEADER_LENGTH, end)) {
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

    private static int uint(byte[] bytes, int at, int length) {
        int value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | bytes[at + i] & 0xff;
        }
        return value;
    }
}
