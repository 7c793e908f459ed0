// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.util.function.BooleanSupplier;
import org.camquay.api.net.EventLoop;

/** How long a generation waits for its first pair (RFC 8863 §4): not too short, and not much longer without hope. */
final class Patience {
    private final EventLoop loop;
    private final Timing timing;
    private EventLoop.Timer timer;

    Patience(EventLoop loop, Timing timing) {
        this.loop = loop;
        this.timing = timing;
    }

    /** Begins to wait; {@code hope} is asked once whether there is anything left to wait for. */
    void begin(BooleanSupplier hope, Runnable onOver) {
        var rest = timing.giveUp().minus(timing.patience());
        timer = loop.schedule(
                () -> {
                    if (rest.isNegative() || rest.isZero() || !hope.getAsBoolean()) {
                        onOver.run();
                    } else {
                        timer = loop.schedule(onOver, rest.toNanos());
                    }
                },
                timing.patience().toNanos());
    }

    /** A pair works, or all is over. */
    void end() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
