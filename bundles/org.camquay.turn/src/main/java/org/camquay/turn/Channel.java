// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.net.InetSocketAddress;

/** A number that stands for a peer in four octets (RFC 8656 §12). */
final class Channel {
    private final int number;
    private final InetSocketAddress peer;
    private final RelaySocket relay;
    private long expiresAt;

    /** @param peer where its packets go on the wire */
    Channel(int number, InetSocketAddress peer, RelaySocket relay) {
        this.number = number;
        this.peer = peer;
        this.relay = relay;
    }

    int number() {
        return number;
    }

    InetSocketAddress peer() {
        return peer;
    }

    RelaySocket relay() {
        return relay;
    }

    void expireAt(long time) {
        expiresAt = time;
    }

    boolean isLive(long now) {
        return expiresAt - now > 0;
    }
}
