// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.health;

import java.time.Duration;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The service of a part that serves somebody and can be emptied before the process stops. Whoever ends the process ({@code --drain})
 * calls all of them, then waits until nobody is left. Thread: any; nothing blocks.
 */
@ConsumerType
public interface Drainable {
    /**
     * Takes in nobody new from now on, and says so to those who come: they may try elsewhere or later. Those who can go on elsewhere
     * are sent away, spread over time. What is live goes on. There is no way back.
     *
     * @param within after which the process stops
     */
    void drain(Duration within);

    /** How many are still served; the process may stop early once that is 0. */
    int left();
}
