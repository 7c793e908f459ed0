// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.turn;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.camquay.stun.AttributeType;
import org.camquay.stun.StunMessage;

/**
 * Which server is asked: the one that was ordered, or the one it sends on to. That is followed once: two servers that
 * point at each other get nobody caught (RFC 8489 §10).
 */
final class Redirection {
    private InetSocketAddress server;
    private String host;
    private boolean redirected;

    Redirection(InetSocketAddress server, String host) {
        this.server = server;
        this.host = host;
    }

    InetSocketAddress server() {
        return server;
    }

    /** The name its certificate has to be for. */
    String host() {
        return host;
    }

    /** Follows a 300; otherwise a sentence on what is wrong with it. */
    Optional<String> follow(StunMessage response) {
        var alternate = response.attribute(AttributeType.ALTERNATE_SERVER);
        if (redirected) {
            return Optional.of("it sends on to another server again (300): name the last one itself");
        } else if (alternate.isEmpty()) {
            return Optional.of("it sends on to nowhere (300)");
        } else if (!isServer(alternate.get())) {
            return Optional.of("it sends on to " + alternate.get() + ", which is no server's address (300)");
        }
        redirected = true;
        server = alternate.get();
        host = response.attribute(AttributeType.ALTERNATE_DOMAIN).orElse(host);
        return Optional.empty();
    }

    private boolean isServer(InetSocketAddress address) {
        var ip = address.getAddress();
        return address.getPort() > 0
                && !ip.isAnyLocalAddress()
                && !ip.isMulticastAddress()
                && ip.isLoopbackAddress() == server.getAddress().isLoopbackAddress();
    }
}
