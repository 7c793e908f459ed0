// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.ice;

import org.camquay.api.net.EventLoop;
import org.osgi.annotation.versioning.ConsumerType;

/** The service that makes ICE agents. Thread: any. */
@ConsumerType
public interface IceAgentFactory {
    /**
     * Makes an agent.
     *
     * @param loop where it lives from now on
     */
    IceAgent create(EventLoop loop, IceConfig config, IceListener listener);
}
