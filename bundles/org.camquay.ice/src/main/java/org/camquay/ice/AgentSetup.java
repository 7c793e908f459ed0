// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.util.List;
import java.util.function.Supplier;
import org.camquay.api.net.EventLoop;

/**
 * What all parts of an agent share.
 *
 * @param label names the peer in logs
 * @param bases the transports that may be host candidates now, best first
 * @param demultiplexer where user fragments are claimed
 */
record AgentSetup(
        EventLoop loop,
        String label,
        Timing timing,
        Supplier<? extends List<? extends Transport>> bases,
        Demultiplexer demultiplexer) {}
