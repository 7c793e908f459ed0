// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate.body;

import java.time.Duration;

/**
 * How quickly a body has to come. Pure.
 *
 * @param patience the time that any body has
 * @param leastRate bytes a second; each that has come earns its share of a second more
 */
record BodyPace(Duration patience, int leastRate) {
    boolean isLate(long elapsedNanos, long bytes) {
        return elapsedNanos > patience.toNanos() + 1e9 * bytes / leastRate;
    }
}
