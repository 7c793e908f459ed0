// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import java.time.Duration;

/** How a {@link DtlsTransport}, which has no thread of its own, wakes again. Thread: any. */
@FunctionalInterface
public interface DtlsTimer {

    /**
     * Runs a task of microseconds once, that much later, on any thread.
     *
     * @return takes the task back if it did not run yet; from any thread, any number of times
     */
    Runnable schedule(Runnable task, Duration delay);
}
