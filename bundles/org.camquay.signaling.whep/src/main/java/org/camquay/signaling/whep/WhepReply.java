// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.whep;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a reply, at once or when the core is done. */
final class WhepReply {
    private static final Logger LOG = LoggerFactory.getLogger(WhepReply.class);
    /** Longer than the core waits for a source to open. */
    private static final long PATIENCE_SECONDS = 10;

    private final HttpServletResponse response;

    WhepReply(HttpServletResponse response) {
        this.response = response;
    }

    /**
     * Replies when {@code stage} is done, in a thread of the server, so that a slow client never holds an event loop.
     *
     * @param unheard takes a result that nobody waits for any more
     */
    static <T> void whenDone(
            HttpServletRequest request,
            CompletionStage<T> stage,
            BiConsumer<T, WhepReply> onDone,
            Consumer<T> unheard) {
        var exchange = request.startAsync();
        exchange.setTimeout(0);
        var reply = new WhepReply((HttpServletResponse) exchange.getResponse());
        // A copy, because a timeout completes the future it is set on, and that one is the core's.
        var awaited =
                stage.thenApply(result -> result).toCompletableFuture().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
        awaited.whenComplete((result, failure) -> exchange.start(() -> reply.finish(exchange, () -> {
            if (failure == null) {
                onDone.accept(result, reply);
            } else {
                reply.refuse(failure);
            }
        })));
        stage.thenAccept(result -> {
            if (awaited.isCompletedExceptionally()) {
                unheard.accept(result);
            }
        });
    }

    private void finish(AsyncContext exchange, Runnable writing) {
        try {
            writing.run();
        } catch (UncheckedIOException e) {
            LOG.debug("The viewer is gone before its reply: {}", e.getMessage());
        } finally {
            exchange.complete();
        }
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
        try {
            if (bytes.length > 0) {
                response.setContentLength(bytes.length);
                response.getOutputStream().write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says why not, in words. */
    void refuse(int status, String sentence) {
        refuse(new Refusal(status, sentence));
    }

    private void refuse(Refusal refusal) {
        try {
            refusal.write(response, Form.TEXT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void refuse(Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof NoSuchStreamException) {
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
