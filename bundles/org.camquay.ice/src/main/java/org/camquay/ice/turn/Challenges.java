// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.turn;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camquay.stun.PasswordAlgorithm;

/**
 * What each server has asked for last, so that the next allocation there can prove itself with its first request (RFC
 * 8489 §9.2.3). It is no secret, and a server that wants something else by now says so. Bounded; thread: any.
 */
public final class Challenges {
    private static final int LIMIT = 256;

    /**
     * What a server asked for.
     *
     * @param offered its password algorithms, or null for none
     */
    record Challenge(String realm, String nonce, List<PasswordAlgorithm> offered) {}

    private final Map<InetSocketAddress, Challenge> byServer = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetSocketAddress, Challenge> eldest) {
            return size() > LIMIT;
        }
    };

    synchronized Optional<Challenge> of(InetSocketAddress server) {
        return Optional.ofNullable(byServer.get(server));
    }

    synchronized void remember(InetSocketAddress server, Challenge challenge) {
        byServer.put(server, challenge);
    }

    synchronized void forget(InetSocketAddress server) {
        byServer.remove(server);
    }
}
