// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

/** Runs tasks later, on the thread of its owner. */
interface Timer {
    /** Runs a task after so many nanoseconds, unless the server goes down before. */
    void after(long nanos, Runnable task);
}
