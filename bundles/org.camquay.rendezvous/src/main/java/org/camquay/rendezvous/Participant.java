// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
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
    private static final long ANSWER_NANOS = 20_000_000_000L;

    final Link link;
    final Credentials credentials;
    final long openedNanos;
    final JsonRpcExchange exchange = new JsonRpcExchange(MAX_OUTSTANDING, ANSWER_NANOS);
    final Set<Room> watched = new HashSet<>();
    final Set<ViewerSession> sessions = new HashSet<>();

    /** What {@code register} or the HTTP request showed, a secret. */
    String token;
    /** ONVIF's id, empty before {@code register}. */
    String id = "";
    /** The room it is the device of, or null. */
    Room room;

    Participant(Link link, Credentials credentials, long nowNanos) {
        this.link = link;
        this.credentials = credentials;
        this.openedNanos = nowNanos;
        this.token = credentials.token();
    }

    boolean isRegistered() {
        return !id.isEmpty();
    }

    boolean isDevice() {
        return room != null;
    }

    void send(JsonRpcMessage message) {
        link.send(CODEC.write(message));
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
        if (request.isPresent()) {
            send(request.get());
        } else {
            onError.accept(new JsonRpcError(
                    ErrorCode.INSUFFICIENT_RESOURCES, method + ": too many requests wait for an answer already"));
        }
    }

    @Override
    public String toString() {
        return (isRegistered() ? id : "unregistered") + " at " + credentials;
    }
}
