// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.net;

import org.osgi.annotation.versioning.ProviderType;

/** The service that hands out event loops, one for each core. Thread: any. */
@ProviderType
public interface EventLoops {
    /** The loop for the next viewer: each in turn. */
    EventLoop next();
}
