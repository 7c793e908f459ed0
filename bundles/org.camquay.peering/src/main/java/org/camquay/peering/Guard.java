// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls into the services of other bundles. Whatever they throw is an answer like any other: it goes no further than the
 * caller, and a service that throws each time is written to the log once. Thread: any.
 */
final class Guard {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    private final String subject;
    private final Set<String> failed = ConcurrentHashMap.newKeySet();

    /** @param subject whose calls these are, for the log */
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

    /** Asks for what comes later. What is thrown instead, and a missing stage, complete the stage exceptionally. */
    <T> CompletionStage<T> later(String call, Supplier<CompletionStage<T>> question) {
        CompletionStage<T> answer;
        try {
            answer = question.get();
        } catch (Throwable e) {
            failed(call, e);
            return CompletableFuture.failedStage(e);
        }
        return answer != null ? answer : CompletableFuture.failedStage(new Exception(call + " gave no answer"));
    }

    private void failed(String call, Throwable e) {
        if (failed.add(call)) {
            LOG.error("call failed: {} ({})", subject, call, e);
        } else {
            LOG.debug("call failed again: {} ({})", subject, call, e);
        }
    }

    /** What failed, without the wrapping of stages. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** A failure as one sentence: what services throw on purpose has one; anything else is named. */
    static String reason(Throwable failure) {
        var cause = cause(failure);
        if (cause instanceof RuntimeException || cause instanceof Error) {
            return "it failed inside (" + cause + "); the log has the details";
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
