// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

/**
 * How much of the server anybody gets.
 *
 * @param lifetimeSeconds of an allocation that asks for nothing longer
 * @param requestsPerSecond of one source address, on each loop
 * @param maxBitsPerSecond of one allocation, both ways together; 0 for no limit
 */
record Limits(
        int maxAllocations,
        int maxAllocationsPerUser,
        int maxAllocationsPerAddress,
        int lifetimeSeconds,
        int maxLifetimeSeconds,
        int requestsPerSecond,
        int allocationsPerSecond,
        long maxBitsPerSecond,
        int maxConnections,
        int maxConnectionsPerAddress) {

    /** What an allocation gets that asks for {@code seconds}. */
    int lifetime(long seconds) {
        return (int) Math.max(lifetimeSeconds, Math.min(maxLifetimeSeconds, seconds));
    }
}
