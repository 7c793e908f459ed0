// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.camquay.onvif.ErrorCode;
import org.camquay.onvif.JsonRpcCodec;
import org.camquay.onvif.JsonRpcError;
import org.camquay.onvif.JsonRpcExchange;
import org.camquay.onvif.JsonRpcMessage;
import org.camquay.onvif.OnvifParams;

/** One connected device or viewer, from its WebSocket's opening to its closing. */
final class Participant {
    private static final JsonRpcCodec CODEC = new JsonRpcCodec(Settings.MAX_MESSAGE);
    private static final int MAX_OUTSTANDING = 1024;
    private static final int POLICY_VIOLATION = 1008;
    private static final long ANSWER_NANOS = 20_000_000_000L;

    final Link link;
    final Credentials credentials;
    final long openedNanos;
    final JsonRpcExchange exchange = new JsonRpcExchange(MAX_OUTSTANDING, ANSWER_NANOS);
    final Set<Room> watched = new LinkedHashSet<>(); // the oldest first
    final Set<ViewerSession> sessions = new HashSet<>();
    final Calls calls;
    private final Payer payer;
    /** Since when it has neither a session nor a room to wait in, nor is it a device. */
    private long idleNanos;

    /** What {@code register} or the HTTP request showed, a secret. */
    String token;
    /** Who it is, as its token said last; empty when anonymous. */
    String subject = "";
    /** A random key that only this client knows, a secret; empty when it has none. */
    String holderKey = "";
    /** ONVIF's id, empty before {@code register}. */
    String id = "";
    /** The room it is the device of, or null. */
    Room room;
    /** The room that it waits for, or null. */
    Room claimed;
    /** It was asked something, and has given no sign of life since. */
    private boolean doubted;

    private long doubtedNanos;

    Participant(Link link, Credentials credentials, Payer payer, long nowNanos) {
        this.link = link;
        this.payer = payer;
        this.calls = new Calls(nowNanos);
        this.idleNanos = nowNanos;
        this.credentials = credentials;
        this.openedNanos = nowNanos;
        this.token = credentials.token();
    }

    /** What tells it from other holders of the same token; a key is never taken for an address. */
    String holder() {
        return holderKey.isEmpty() ? credentials.remote() : "key " + holderKey;
    }

    boolean isRegistered() {
        return !id.isEmpty();
    }

    boolean isDevice() {
        return room != null;
    }

    /** What it is now; to be called after each message, for the link counts it by this. */
    void settle(long nowNanos) {
        var standing = standing();
        if (standing != Standing.IDLE) {
            idleNanos = nowNanos;
        }
        link.standing(standing);
    }

    /** For how long it has been a viewer without a session and without a room to wait in. */
    long idleNanos(long nowNanos) {
        return nowNanos - idleNanos;
    }

    private Standing standing() {
        if (isDevice()) {
            return Standing.DEVICE;
        }
        if (!isRegistered()) {
            return Standing.NEWCOMER;
        }
        if (!sessions.isEmpty()) {
            return Standing.WATCHING;
        }
        return watched.isEmpty() ? Standing.IDLE : Standing.WAITING;
    }

    /**
     * Sends a message on the account of the one who made it be sent, and returns whether it is on its way. A viewer with too
     * much waiting at slow readers is closed, never the reader; only what a reader itself has asked for ends the reader.
     */
    boolean send(JsonRpcMessage message) {
        var sender = payer.or(this);
        if (link.send(CODEC.write(message), sender.link.account())) {
            return true;
        }
        if (!sender.isDevice() || sender == this) {
            var reason = "Too much of what this connection sent or asked for waits to be read: send less, and read";
            sender.link.refuse(Limit.UNSENT, POLICY_VIOLATION, reason);
        }
        return false;
    }

    void notifyError(JsonRpcError error) {
        send(JsonRpcMessage.ErrorResponse.notification(error));
    }

    /** Sends a request; exactly one of the two is called later, or at once when there is no room for one more. */
    void ask(
            String method,
            OnvifParams params,
            long nowNanos,
            Consumer<JsonNode> onResult,
            Consumer<JsonRpcError> onError) {
        var request = exchange.request(method, params, nowNanos, new JsonRpcExchange.Callback() {
            @Override
            public void onResult(JsonNode result) {
                onResult.accept(result);
            }

            @Override
            public void onError(JsonRpcError error) {
                onError.accept(error);
            }
        });
        if (request.isEmpty()) {
            onError.accept(new JsonRpcError(
                    ErrorCode.INSUFFICIENT_RESOURCES, method + ": too many requests wait for an answer already"));
        } else if (!send(request.get())) {
            var message = method + ": too much waits for this peer to read it";
            exchange.accept((JsonRpcMessage.ErrorResponse)
                    request.get().refuse(new JsonRpcError(ErrorCode.INSUFFICIENT_RESOURCES, message)));
        } else {
            doubt(nowNanos);
        }
    }

    /** A socket whose other end is gone without a word looks alive until somebody wants something of it. */
    private void doubt(long nowNanos) {
        if (!doubted) {
            doubted = true;
            doubtedNanos = nowNanos;
            link.ping();
        }
    }

    /** Whether it was asked something, and gave no sign of life within {@code patienceNanos}. */
    boolean isMute(long nowNanos, long patienceNanos) {
        doubted &= link.heardNanos() - doubtedNanos < 0;
        // Of one that is not read from at the moment, nothing can be heard.
        return doubted && Math.min(nowNanos - doubtedNanos, link.listenedNanos(nowNanos)) > patienceNanos;
    }

    @Override
    public String toString() {
        return (isRegistered() ? id : "unregistered") + " at " + credentials;
    }
}
