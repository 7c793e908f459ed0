// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Supplier;
import org.camquay.api.ice.IceServer;
import org.camquay.api.ice.IceServerProvider;
import org.camquay.api.peer.PeerId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The STUN and TURN servers of one peer: what came with it, then what this device has for all. Thread: any. */
final class PeerServers {
    private static final Logger LOG = LoggerFactory.getLogger(PeerServers.class);

    private final PeerId id;
    private final Supplier<List<IceServerProvider>> providers;
    private volatile List<IceServer> brought;
    private volatile List<IceServer> current;

    /** @param providers the lowest ranking first, as the framework lists them */
    PeerServers(PeerId id, List<IceServer> brought, Supplier<List<IceServerProvider>> providers) {
        this.id = id;
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
            try {
                for (var server : asked.get(i).iceServers(id.value())) {
                    // The same URLs with other credentials would only be a second allocation at the same server.
                    if (urls.addAll(server.urls())) {
                        servers.add(server);
                    }
                }
            } catch (RuntimeException e) {
                LOG.warn("{} gives no ICE servers for peer {}", asked.get(i), id, e);
            }
        }
        current = List.copyOf(servers);
        return current;
    }
}
