// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.util.Optional;

/** How packets go between a candidate and its counterpart (RFC 8445 §5.1, RFC 6544 §4.1). */
enum Protocol {
    UDP("udp", "", 0),
    /** Connects to the peer. */
    TCP_ACTIVE("tcp", "active", 36),
    /** Is connected to. */
    TCP_PASSIVE("tcp", "passive", 36);

    private final String word;
    private final String tcpType;
    private final int handicap;

    Protocol(String word, String tcpType, int handicap) {
        this.word = word;
        this.tcpType = tcpType;
        this.handicap = handicap;
    }

    /** The word in a candidate-attribute. */
    String word() {
        return word;
    }

    /** RFC 6544 §4.5; empty over UDP. */
    String tcpType() {
        return tcpType;
    }

    /** By how much its type preferences are less than those over UDP, which suits media better (RFC 6544 §4.2). */
    int handicap() {
        return handicap;
    }

    /** Of a signaled candidate; empty for what is not used here. */
    static Optional<Protocol> of(String word, String tcpType) {
        for (var protocol : values()) {
            if (protocol.word.equals(word) && protocol.tcpType.equals(tcpType)) {
                return Optional.of(protocol);
            }
        }
        return Optional.empty();
    }

    /** Whether checks can be begun between them. */
    boolean reaches(Protocol remote) {
        return this == UDP ? remote == UDP : this == TCP_ACTIVE && remote == TCP_PASSIVE;
    }

    /** What the other side of a connection is. */
    Protocol counterpart() {
        return switch (this) {
            case UDP -> UDP;
            case TCP_ACTIVE -> TCP_PASSIVE;
            case TCP_PASSIVE -> TCP_ACTIVE;
        };
    }
}
