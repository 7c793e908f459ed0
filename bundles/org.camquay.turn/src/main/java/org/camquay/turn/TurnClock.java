// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Where time comes from. Thread: any.
 *
 * @param wall for the expiry of credentials
 * @param nanos for all else; never goes back
 */
record TurnClock(InstantSource wall, LongSupplier nanos) {
    static final TurnClock SYSTEM = new TurnClock(InstantSource.system(), System::nanoTime);
}
