// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls into drivers and codecs. Whatever they throw is an answer like any other: it goes no further than the caller, and
 * what is thrown at each attempt is written to the log once. Thread: any.
 */
final class Guard {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    private final String subject;
    private final Set<String> failed = ConcurrentHashMap.newKeySet();

    /** @param subject the stream, for the log */
    Guard(String subject) {
        this.subject = subject;
    }

    /** Tells a service something. */
    void tell(String call, Runnable action) {
        ask(call, null, () -> {
            action.run();
            return null;
        });
    }

    /** Asks a service something. Returns {@code otherwise} if it throws or has nothing to say. */
    <T> T ask(String call, T otherwise, Supplier<T> question) {
        try {
            T answer = question.get();
            return answer == null ? otherwise : answer;
        } catch (Throwable e) {
            failed(call, e);
            return otherwise;
        }
    }

    /** Writes down what a call threw. */
    void failed(String call, Throwable e) {
        if (failed.add(call)) {
            LOG.error("call failed: {} ({})", subject, call, e);
        } else {
            LOG.debug("call failed again: {} ({})", subject, call, e);
        }
    }

    /** It works again: what fails next is news. */
    void clear() {
        failed.clear();
    }
}
