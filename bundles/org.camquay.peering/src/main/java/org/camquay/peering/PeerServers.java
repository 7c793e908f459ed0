// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Supplier;
import org.camquay.api.ice.IceServer;
import org.camquay.api.ice.IceServerProvider;

/** The STUN and TURN servers of one peer: what came with it, then what this device has for all. Thread: any. */
final class PeerServers {
    private final String user;
    private final Guard guard;
    private final Supplier<List<IceServerProvider>> providers;
    private volatile List<IceServer> brought;
    private volatile List<IceServer> current;

    /**
     * Asks the providers for the first time.
     *
     * @param user names the peer in credentials
     * @param guard of all peers, so that a provider that fails is written to the log once
     * @param providers the lowest ranking first, as the framework lists them
     */
    PeerServers(String user, List<IceServer> brought, Guard guard, Supplier<List<IceServerProvider>> providers) {
        this.user = user;
        this.guard = guard;
        this.brought = brought;
        this.providers = providers;
        renew();
    }

    /** What was asked for last. */
    List<IceServer> current() {
        return current;
    }

    /** Other servers, or other credentials, came for the peer. */
    List<IceServer> renew(List<IceServer> newlyBrought) {
        brought = newlyBrought;
        return renew();
    }

    /** Asks the device's own providers once more, since credentials expire. A server is listed once. */
    List<IceServer> renew() {
        var servers = new ArrayList<>(brought);
        var urls = new HashSet<String>();
        brought.forEach(server -> urls.addAll(server.urls()));
        var asked = providers.get();
        for (int i = asked.size() - 1; i >= 0; i--) {
            var provider = asked.get(i);
            for (var server : guard.ask(
                    "iceServers of " + provider.getClass().getName(),
                    List.<IceServer>of(),
                    () -> provider.iceServers(user))) {
                // The same URLs with other credentials would only be a second allocation at the same server.
                if (server != null && urls.addAll(server.urls())) {
                    servers.add(server);
                }
            }
        }
        current = List.copyOf(servers);
        return current;
    }
}
