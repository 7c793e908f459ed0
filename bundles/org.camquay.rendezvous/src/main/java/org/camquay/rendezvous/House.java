// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.util.function.LongSupplier;

/**
 * What all connections share.
 *
 * @param nanoTime as {@link System#nanoTime}
 */
record House(
        Settings settings, SignalingServer server, Budgets budgets, Tally tally, Timer timer, LongSupplier nanoTime) {}
