// SPDX-License-Identifier: Apache-2.0
package org.camquay.net;

import java.util.ArrayList;
import java.util.List;

/**
 * A loop's thread. What it receives for other loops in one turn is handed over at once: a loop that is woken for each packet
 * is done with it before the next, and sleeps and wakes a dozen times.
 */
final class LoopThread extends Thread {
    private final List<NetLoop> toWake = new ArrayList<>();
    private boolean receiving;

    LoopThread(Runnable loop, String name) {
        super(loop, name);
        setDaemon(true);
    }

    /** Whether the current thread will wake that loop when it has received all there is. */
    static boolean wakesLater(NetLoop other) {
        return Thread.currentThread() instanceof LoopThread caller && caller.takes(other);
    }

    private boolean takes(NetLoop other) {
        if (receiving && !toWake.contains(other)) {
            toWake.add(other);
        }
        return receiving;
    }

    /** Packets are received from now on. On the thread itself. */
    void receives() {
        receiving = true;
    }

    /** All are. On the thread itself. */
    void received() {
        receiving = false;
        toWake.forEach(NetLoop::wake);
        toWake.clear();
    }
}
