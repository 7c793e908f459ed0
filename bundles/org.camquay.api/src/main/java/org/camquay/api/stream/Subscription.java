// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.stream;

import org.osgi.annotation.versioning.ProviderType;

/** A reader's place at a track. */
@ProviderType
public interface Subscription extends AutoCloseable {
    /** No limit: what a reader can take that says nothing. */
    int UNLIMITED = Integer.MAX_VALUE;

    /**
     * Says how much the reader can take, so that whoever encodes makes no more of it than somebody can use: the largest
     * of all readers' wishes counts. To be called as often as it changes; small changes and those that come too soon
     * after another are put off. A reader who can go to a smaller quality does that instead.
     *
     * @param bitsPerSecond of this track, or {@link #UNLIMITED}
     * @return whether there is an encoder that follows, ours or the source's
     */
    default boolean setTargetBitrate(int bitsPerSecond) {
        return false;
    }

    /** Ends reading. Idempotent; a call under way in another thread may still finish. */
    @Override
    void close();
}
