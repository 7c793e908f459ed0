// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When a stream's source is opened again. Used under the stream's lock. */
final class Retries {
    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);

    private final String stream;
    private final Core core;
    private final Backoff backoff;
    private Runnable cancel = () -> {};

    Retries(String stream, Core core) {
        this.stream = stream;
        this.core = core;
        this.backoff = new Backoff(core.random());
    }

    /** The source delivered for so long, and is lost: if it was long enough, it is opened again soon. */
    void lived(long nanos) {
        if (nanos >= core.settings().get().settled().toNanos()) {
            backoff.reset();
        }
    }

    /** The next attempt may come soon. */
    void reset() {
        backoff.reset();
    }

    /** Sets the next attempt. Returns the reason and when it will be, as a sentence. */
    String later(String reason, Runnable attempt) {
        boolean first = backoff.fresh();
        Duration pause = backoff.next(core.settings().get());
        String sentence =
                String.format(Locale.ROOT, "%s; next attempt after %.1f s", reason, pause.toMillis() / 1000.0);
        if (first) {
            LOG.warn("source unavailable: {} ({})", stream, sentence);
        } else {
            LOG.debug("source unavailable: {} ({})", stream, sentence);
        }
        cancel = core.timers().schedule(attempt, pause.toNanos());
        return sentence;
    }

    /** There will be no next attempt. */
    void cancel() {
        cancel.run();
    }
}
