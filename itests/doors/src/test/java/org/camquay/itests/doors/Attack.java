// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.doors;

/** What strangers do to the server, each from addresses of its own, bounded in time and bytes. */
enum Attack {
    PINGS_UNREAD(SocketAttacks::pings),
    HALF_MESSAGES(SocketAttacks::halfMessages),
    ECHOES_UNREAD(SocketAttacks::echoes),
    SLOW_POSTS(HttpAttacks::slowPosts),
    UNREAD_RESPONSES(HttpAttacks::unreadResponses),
    OFFERS(PeerAttacks::offers),
    SILENT_PEERS(PeerAttacks::silent),
    TRICKLE_BURSTS(SocketAttacks::trickles),
    RESTARTS(PeerAttacks::restarts),
    IDLE_SOCKETS(SocketAttacks::idle),
    REQUESTS_HUNG_UP(HttpAttacks::hangUps);

    @FunctionalInterface
    private interface Deed {
        void run(Strangers strangers) throws Exception;
    }

    private final Deed deed;

    Attack(Deed deed) {
        this.deed = deed;
    }

    /** Returns when the strangers' time is over; their connections stay open until they are closed. */
    void run(Strangers strangers) throws Exception {
        deed.run(strangers);
    }
}
