// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate.body;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Reads the bodies of requests without a thread that waits for the client (Jakarta Servlet 6.0 §3.7): each has a limit,
 * 5 s and a least rate, and all together a sixteenth of the heap. Thread: any.
 */
@Component(service = Bodies.class)
public final class Bodies {
    private static final BodyPace PACE = new BodyPace(Duration.ofSeconds(5), 16 * 1024);
    private static final int SHARE_OF_HEAP = 16;
    private static final long LOOK_MILLIS = 500;

    private final BodyPace pace;
    private final BodyBudget budget;
    private final Executor later;

    /** With the limits of the product. */
    @Activate
    public Bodies() {
        this(PACE, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    Bodies(BodyPace pace, long mostBytes) {
        this.pace = pace;
        budget = new BodyBudget(mostBytes);
        later = CompletableFuture.delayedExecutor(LOOK_MILLIS, TimeUnit.MILLISECONDS, Runnable::run);
    }

    /**
     * Reads the body of a request, whose announced length is looked at first.
     *
     * @param exchange the request, for which asynchronous processing has begun; its timeout is switched off
     * @param limit the longest body taken, in bytes
     * @return the body, in a thread of the container; fails with {@link BodyException} only, and then the response says
     *     {@code Connection: close}. In either case it is the caller who answers
     */
    public CompletionStage<byte[]> read(AsyncContext exchange, int limit) {
        exchange.setTimeout(0);
        var request = (HttpServletRequest) exchange.getRequest();
        // A client that waits for "100 Continue" has not begun to send, so it hears at once that it need not.
        if (request.getContentLengthLong() > limit && request.getHeader("Expect") != null) {
            return refused(exchange, IncomingBody.tooLong(limit));
        }
        try {
            var in = request.getInputStream();
            var body = new IncomingBody(in, limit, budget, System.nanoTime());
            budget.add(body);
            in.setReadListener(body);
            watch(body);
            return inContainer(exchange, body.result());
        } catch (IOException | IllegalStateException e) {
            return refused(exchange, new BodyException(400, "the body breaks off"));
        }
    }

    /** What is left of the body must not be taken for the next request. */
    private static CompletionStage<byte[]> refused(AsyncContext exchange, Throwable why) {
        ((HttpServletResponse) exchange.getResponse()).setHeader("Connection", "close");
        return CompletableFuture.failedFuture(why);
    }

    /** The timer of the JDK has one thread for all, which must not write. */
    private static CompletionStage<byte[]> inContainer(AsyncContext exchange, CompletableFuture<byte[]> result) {
        var answer = new CompletableFuture<byte[]>();
        result.whenComplete((bytes, failure) -> exchange.start(() -> {
            if (failure == null) {
                answer.complete(bytes);
            } else {
                refused(exchange, failure).whenComplete((nothing, why) -> answer.completeExceptionally(why));
            }
        }));
        return answer;
    }

    private void watch(IncomingBody body) {
        later.execute(() -> {
            if (body.check(pace, System.nanoTime())) {
                watch(body);
            }
        });
    }

    /** How many bodies are being read. */
    int open() {
        return budget.open();
    }
}
