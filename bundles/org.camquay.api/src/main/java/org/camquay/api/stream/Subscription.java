// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.stream;

import org.osgi.annotation.versioning.ProviderType;

/** A reader's place at a track. */
@ProviderType
public interface Subscription extends AutoCloseable {
    /** Ends reading. Idempotent; a call under way in another thread may still finish. */
    @Override
    void close();
}
