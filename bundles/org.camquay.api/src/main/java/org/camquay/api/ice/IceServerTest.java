// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.ice;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** The service that asks STUN and TURN servers from this machine whether they work. Thread: any. */
@ProviderType
public interface IceServerTest {
    /**
     * What one URL of a server answered.
     *
     * @param reachable whether it answered as it should
     * @param mappedAddress our address as the server sees it, {@code 192.0.2.1:4545}; empty when not learned
     * @param relayAddress what a TURN server allocated; empty when none
     * @param millis until the outcome was known
     * @param description one sentence that names the outcome or its cause
     */
    record Result(
            String url,
            boolean reachable,
            String mappedAddress,
            String relayAddress,
            long millis,
            String description) {}

    /**
     * Asks every URL of every server at the same time, and gives back what it was allocated.
     *
     * @param timeout for each URL
     * @return one result for each URL, in order; never completes exceptionally for what a server does
     */
    CompletionStage<List<Result>> test(List<IceServer> servers, Duration timeout);
}
