// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.util.List;
import java.util.function.Supplier;
import org.camquay.api.ice.IceTransportPolicy;
import org.camquay.api.net.EventLoop;
import org.camquay.ice.net.ServerLinks;
import org.camquay.ice.turn.Challenges;

/**
 * What all parts of an agent share.
 *
 * @param label names the peer in logs
 * @param policy which candidates may be used
 * @param bases the transports that may be host candidates now, best first
 * @param demultiplexer where user fragments are claimed
 * @param resolver for the names of servers
 * @param links ways to TURN servers
 * @param challenges what TURN servers have asked for before
 * @param tcp from where this agent connects to peers over TCP
 * @param targets where checks may go
 * @param journal of this agent
 */
record AgentSetup(
        EventLoop loop,
        String label,
        IceTransportPolicy policy,
        Timing timing,
        Supplier<? extends List<? extends Transport>> bases,
        Demultiplexer demultiplexer,
        HostResolver resolver,
        ServerLinks links,
        Challenges challenges,
        ActiveTcp tcp,
        CheckTargets targets,
        Journal journal) {
    boolean isRelayOnly() {
        return policy == IceTransportPolicy.RELAY;
    }
}
