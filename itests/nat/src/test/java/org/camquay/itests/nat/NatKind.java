// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.nat;

/** What stands between a host and the internet, in the words of RFC 3489 that everybody uses. */
enum NatKind {
    OPEN("open", "open"),
    FULL_CONE("fullcone", "full cone"),
    PORT_RESTRICTED("restricted", "port-restricted cone"),
    SYMMETRIC("symmetric", "symmetric"),
    UDP_BLOCKED("noudp", "UDP blocked"),
    ONLY_TCP_443("tcp443", "only TCP 443");

    /** Its name in the script. */
    final String word;

    private final String title;

    NatKind(String word, String title) {
        this.word = word;
        this.title = title;
    }

    private boolean hasUdp() {
        return this != UDP_BLOCKED && this != ONLY_TCP_443;
    }

    /**
     * Whether two hosts behind these can send each other UDP without a relay: a symmetric NAT's port for the peer cannot
     * be known before its packet arrives, so the other side must let a stranger in.
     */
    static boolean direct(NatKind one, NatKind other) {
        return one.hasUdp()
                && other.hasUdp()
                && !(one == SYMMETRIC && other.filters() || other == SYMMETRIC && one.filters());
    }

    private boolean filters() {
        return this == PORT_RESTRICTED || this == SYMMETRIC;
    }

    @Override
    public String toString() {
        return title;
    }
}
