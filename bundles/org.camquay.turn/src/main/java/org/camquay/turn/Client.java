// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.net.InetSocketAddress;

/** Somebody at the other end of a 5-tuple. */
final class Client {
    private final ClientLink link;
    private Allocation allocation;

    Client(ClientLink link) {
        this.link = link;
    }

    ClientLink link() {
        return link;
    }

    InetSocketAddress remote() {
        return link.remote();
    }

    /** Null without one. */
    Allocation allocation() {
        return allocation;
    }

    void allocation(Allocation allocation) {
        this.allocation = allocation;
        if (allocation == null) {
            link.released();
        } else {
            link.adopted(this);
        }
    }
}
