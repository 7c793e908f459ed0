// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.camquay.api.ice.IceServer;
import org.camquay.api.ice.IceServerProvider;
import org.camquay.onvif.OnvifIceServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The STUN and TURN servers of one session, the same for both its ends: asked anew each time, since credentials expire. */
final class ServerList {
    private static final Logger LOG = LoggerFactory.getLogger(ServerList.class);

    /** What a list may hold (ONVIF gives no limit; browsers slow down with more than a few). */
    private static final int MOST = 16;

    private final List<OnvifIceServer> configured;
    private final Supplier<List<IceServerProvider>> providers;

    /** @param providers the lowest ranking first, as the framework lists them */
    ServerList(List<OnvifIceServer> configured, Supplier<List<IceServerProvider>> providers) {
        this.configured = configured;
        this.providers = providers;
    }

    /** @param user named in the credentials, which pass over the network in the clear */
    List<OnvifIceServer> forUser(String user) {
        var servers = new ArrayList<OnvifIceServer>();
        var asked = providers.get();
        for (int i = asked.size() - 1; i >= 0; i--) {
            try {
                asked.get(i).iceServers(user).forEach(server -> servers.add(toOnvif(server)));
            } catch (RuntimeException | LinkageError e) {
                LOG.error("getting ICE servers failed: {} (user {})", asked.get(i), user, e);
            }
        }
        servers.addAll(configured);
        return List.copyOf(servers.subList(0, Math.min(servers.size(), MOST)));
    }

    private static OnvifIceServer toOnvif(IceServer server) {
        return new OnvifIceServer(server.urls(), given(server.username()), given(server.credential()));
    }

    private static Optional<String> given(String text) {
        return Optional.of(text).filter(t -> !t.isEmpty());
    }
}
