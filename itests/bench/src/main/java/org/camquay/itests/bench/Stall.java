// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.util.Arrays;

/** Where a viewer's DTLS stops, while its ICE goes on. */
enum Stall {
    /** Nowhere: it watches. */
    NONE("actpass", true, true),
    /** It is to begin and says nothing. */
    SILENT_CLIENT("active", false, false),
    /** The server begins and is not answered. */
    SILENT_SERVER("passive", true, false),
    /** It sends the first part of its ClientHello again and again. */
    HALF_HELLO("active", true, false),
    /** It does not take the server's flight. */
    AFTER_HELLO("active", true, false);

    private static final int RECORD_LENGTH = 11;
    private static final int FRAGMENT_LENGTH = 22;
    private static final int FRAGMENT = 25;
    private static final int PART = 60;

    private final String setup;
    private final boolean speaks;
    private final boolean listens;

    Stall(String setup, boolean speaks, boolean listens) {
        this.setup = setup;
        this.speaks = speaks;
        this.listens = listens;
    }

    /** The ones that stall, in turn. */
    static Stall kind(int number) {
        var kinds = Arrays.asList(values()).subList(1, values().length);
        return kinds.get(number % kinds.size());
    }

    /** What its offer says of DTLS roles (RFC 8842). */
    String setup() {
        return setup;
    }

    /** Whether it begins its side of the handshake. */
    boolean speaks() {
        return speaks;
    }

    /** Whether it takes what the server says. */
    boolean listens() {
        return listens;
    }

    /** What it sends of a datagram. */
    byte[] cut(byte[] datagram) {
        if (this != HALF_HELLO || datagram.length <= FRAGMENT + PART) {
            return datagram;
        }
        byte[] part = Arrays.copyOf(datagram, FRAGMENT + PART);
        part[RECORD_LENGTH] = 0;
        part[RECORD_LENGTH + 1] = FRAGMENT - 13 + PART;
        part[FRAGMENT_LENGTH] = 0;
        part[FRAGMENT_LENGTH + 1] = 0;
        part[FRAGMENT_LENGTH + 2] = PART;
        return part;
    }
}
