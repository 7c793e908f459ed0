// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.Inet6Address;
import org.camquay.api.net.EventLoop;

/** What the peer names of its addresses, and what of ours is needed to reach those. */
final class PeerCandidates {
    private final Generation generation;
    private final AgentSetup setup;
    private EventLoop.Timer ipv6Relays;
    private boolean ended;

    PeerCandidates(Generation generation) {
        this.generation = generation;
        this.setup = generation.setup();
    }

    void add(Candidate candidate) {
        if (!setup.targets().isPlace(candidate, setup.bases().get())) {
            generation.tally().forbidden();
            return;
        }
        if (candidate.protocol() == Protocol.TCP_PASSIVE && !setup.isRelayOnly() && !generation.isClosed()) {
            // Not signaled: who listens has no use for candidates that have no port yet.
            setup.tcp()
                    .beside(setup.bases().get(), setup.demultiplexer())
                    .forEach(base -> generation.checklist().addLocal(base, Candidate.host(base)));
        }
        boolean ipv6 = candidate.address().getAddress() instanceof Inet6Address;
        if (ipv6 && ipv6Relays == null && !generation.isClosed()) {
            // Most peers have both, and a relayed IPv4 address is enough for those.
            ipv6Relays = setup.loop().schedule(this::addIpv6Relays, Timing.IPV6_RELAY_WAIT.toNanos());
        }
        if (!generation.checklist().addRemote(candidate)) {
            generation.tally().tooMany();
        }
        generation.checking().proceed();
    }

    private void addIpv6Relays() {
        if (!generation.isClosed() && generation.checklist().bestThatWorks().isEmpty()) {
            generation.relays().addIpv6();
        }
    }

    /** It has named them all. */
    void end() {
        ended = true;
    }

    boolean areAll() {
        return ended;
    }

    void close() {
        if (ipv6Relays != null) {
            ipv6Relays.cancel();
        }
    }
}
