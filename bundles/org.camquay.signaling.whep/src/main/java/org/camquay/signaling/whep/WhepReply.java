// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.whep;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.camquay.api.peer.NoCommonCodecException;
import org.camquay.api.peer.NoSuchStreamException;
import org.camquay.api.peer.PeerException;
import org.camquay.api.peer.TooOftenException;
import org.camquay.api.peer.TryLaterException;
import org.camquay.gate.Form;
import org.camquay.gate.Refusal;
import org.camquay.gate.body.Bodies;
import org.camquay.gate.body.BodyException;
import org.camquay.gate.body.Responses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a reply, at once or when the core is done. */
final class WhepReply {
    private static final Logger LOG = LoggerFactory.getLogger(WhepReply.class);
    /** Longer than the core waits for a source to open. */
    private static final long PATIENCE_SECONDS = 10;

    /** Deals with the body of a request. */
    @FunctionalInterface
    interface BodyUser {
        /** Must reply, or refuse; on a thread of the server. */
        void use(String body, AsyncContext exchange) throws RefusedException;
    }

    private final AsyncContext exchange;
    private final HttpServletResponse response;

    private WhepReply(AsyncContext exchange) {
        this.exchange = exchange;
        this.response = (HttpServletResponse) exchange.getResponse();
    }

    /** Reads the body of a request, and passes it on when it has come; one that does not come is refused. */
    static void read(HttpServletRequest request, Bodies bodies, int limit, BodyUser user) {
        var exchange = request.startAsync();
        bodies.read(exchange, limit).whenComplete((body, failure) -> {
            try {
                if (failure == null) {
                    user.use(new String(body, StandardCharsets.UTF_8), exchange);
                } else {
                    new WhepReply(exchange).refuse(failure);
                }
            } catch (RefusedException | RuntimeException | LinkageError e) {
                new WhepReply(exchange).refuse(e);
            }
        });
    }

    /**
     * Replies when {@code stage} is done, in a thread of the server, so that a slow client never holds an event loop.
     *
     * @param unheard takes a result that nobody waits for any more
     */
    static <T> void whenDone(
            AsyncContext exchange, CompletionStage<T> stage, BiConsumer<T, WhepReply> onDone, Consumer<T> unheard) {
        var reply = new WhepReply(exchange);
        // A copy, because a timeout completes the future it is set on, and that one is the core's.
        var awaited =
                stage.thenApply(result -> result).toCompletableFuture().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
        awaited.whenComplete((result, failure) -> exchange.start(() -> {
            try {
                if (failure == null) {
                    onDone.accept(result, reply);
                } else {
                    reply.refuse(failure);
                }
            } catch (RuntimeException | LinkageError e) {
                reply.refuse(e);
            }
        }));
        stage.thenAccept(result -> {
            if (awaited.isCompletedExceptionally()) {
                unheard.accept(result);
            }
        });
    }

    /** A header that may come more than once. */
    void addHeader(String name, String value) {
        response.addHeader(name, value);
    }

    /** Sends it. */
    void send(int status, Map<String, String> headers, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        headers.forEach(response::setHeader);
        Responses.finish(exchange, bytes);
    }

    /** Says why not, in words. */
    static void refuse(int status, String sentence, HttpServletResponse to) {
        write(new Refusal(status, sentence), to);
    }

    private static void write(Refusal refusal, HttpServletResponse to) {
        try {
            refusal.write(to, Form.TEXT);
        } catch (IOException | IllegalStateException e) {
            LOG.debug("viewer gone before its refusal: {} ({})", refusal.sentence(), e.getMessage());
        }
    }

    private void refuse(int status, String sentence) {
        refuse(new Refusal(status, sentence));
    }

    private void refuse(Refusal refusal) {
        write(refusal, response);
        Responses.complete(exchange);
    }

    private void refuse(Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RefusedException refused) {
            refuse(refused.status(), refused.getMessage());
        } else if (cause instanceof BodyException refused) {
            refuse(refused.status(), refused.getMessage());
        } else if (cause instanceof NoSuchStreamException) {
            refuse(HttpServletResponse.SC_NOT_FOUND, cause.getMessage());
        } else if (cause instanceof NoCommonCodecException) {
            refuse(HttpServletResponse.SC_NOT_ACCEPTABLE, cause.getMessage());
        } else if (cause instanceof TooOftenException often) {
            refuse(Refusal.tooMany(often.getMessage(), often.retryAfterSeconds()));
        } else if (cause instanceof TryLaterException) {
            refuse(HttpServletResponse.SC_SERVICE_UNAVAILABLE, cause.getMessage());
        } else if (cause instanceof PeerException) {
            refuse(HttpServletResponse.SC_BAD_REQUEST, cause.getMessage());
        } else if (cause instanceof TimeoutException) {
            refuse(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "the stream did not open in time");
        } else {
            LOG.error("handling a WHEP request failed", cause);
            refuse(HttpServletResponse.SC_INTERNAL_SERVER_ERROR, "failed inside; the log has the details");
        }
    }
}
