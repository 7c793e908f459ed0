// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

/** Lets one peer address, with any port, send to a client (RFC 8656 §9). */
final class Permission {
    private final boolean relayed;
    private long expiresAt;

    /** @param relayed the address is one of our relays, where only relayed ports count */
    Permission(boolean relayed) {
        this.relayed = relayed;
    }

    boolean relayed() {
        return relayed;
    }

    void expireAt(long time) {
        expiresAt = time;
    }

    boolean isLive(long now) {
        return expiresAt - now > 0;
    }
}
