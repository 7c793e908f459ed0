// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Knows which requests of one connection still wait for their answer. Sends nothing itself: the owner sends the message
 * {@link #request} gives, and brings every answer that arrives.
 */
public final class JsonRpcExchange {
    /** Takes the outcome of a request, exactly once, in a call of the exchange. */
    public interface Callback {
        /** The result came. */
        void onResult(JsonNode result);

        /** The peer refused ({@link ErrorCode#REQUEST_TIMEOUT}: it was silent; {@link ErrorCode#GONE}: it went away). */
        void onError(JsonRpcError error);
    }

    private record Waiting(String method, long deadlineNanos, Callback callback) {}

    private final int maxOutstanding;
    private final long timeoutNanos;
    private final Map<String, Waiting> outstanding = new LinkedHashMap<>();
    private long lastId;

    /**
     * An exchange with nothing outstanding.
     *
     * @param maxOutstanding requests that may wait at once, e.g. 256
     * @param timeoutNanos how long each may wait
     */
    public JsonRpcExchange(int maxOutstanding, long timeoutNanos) {
        if (maxOutstanding < 1 || timeoutNanos < 1) {
            throw new IllegalArgumentException("JsonRpcExchange: both limits must be positive");
        }
        this.maxOutstanding = maxOutstanding;
        this.timeoutNanos = timeoutNanos;
    }

    /** The request to send, its id never used before; empty, and the callback unused, if too many are outstanding. */
    public Optional<JsonRpcMessage.Request> request(
            String method, OnvifParams params, long nowNanos, Callback callback) {
        if (outstanding.size() >= maxOutstanding) {
            return Optional.empty();
        }
        var id = JsonRpcId.of(++lastId);
        outstanding.put(id.value(), new Waiting(method, nowNanos + timeoutNanos, callback));
        return Optional.of(new JsonRpcMessage.Request(id, method, params));
    }

    /** Takes an answer; false if no request waits for it (late, repeated, or invented). */
    public boolean accept(JsonRpcMessage.Response response) {
        var waiting = outstanding.remove(response.id().value());
        if (waiting != null) {
            waiting.callback.onResult(response.result());
        }
        return waiting != null;
    }

    /** Takes a refusal; false if no request waits for it, and for an {@code error} notification. */
    public boolean accept(JsonRpcMessage.ErrorResponse response) {
        // by text: the example flow of the ONVIF specification answers id 4 with "4"
        var waiting = response.id().map(id -> outstanding.remove(id.value())).orElse(null);
        if (waiting != null) {
            waiting.callback.onError(response.error());
        }
        return waiting != null;
    }

    /** Ends the requests that have waited too long; to be called now and then, with the clock of {@link #request}. */
    public int expire(long nowNanos) {
        var late = new ArrayList<Waiting>();
        // all wait equally long, so the oldest come first; a difference, since nanoTime may wrap
        for (var entries = outstanding.values().iterator(); entries.hasNext(); ) {
            var waiting = entries.next();
            if (nowNanos - waiting.deadlineNanos < 0) {
                break;
            }
            entries.remove();
            late.add(waiting);
        }
        var code = ErrorCode.REQUEST_TIMEOUT;
        late.forEach(w -> w.callback.onError(new JsonRpcError(code, w.method + ": the peer did not answer in time")));
        return late.size();
    }

    /** Ends all requests, when the connection has closed. The exchange may be used again; ids go on. */
    public void close() {
        var all = new ArrayList<>(outstanding.values());
        outstanding.clear();
        all.forEach(w -> w.callback.onError(new JsonRpcError(ErrorCode.GONE, w.method + ": the connection closed")));
    }

    /** Requests that wait now. */
    public int outstanding() {
        return outstanding.size();
    }
}
