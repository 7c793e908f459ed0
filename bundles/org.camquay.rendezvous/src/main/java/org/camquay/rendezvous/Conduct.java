// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.util.Optional;
import java.util.function.LongSupplier;
import org.camquay.onvif.ErrorCode;
import org.camquay.onvif.JsonRpcError;
import org.camquay.onvif.JsonRpcMessage;
import org.camquay.onvif.OnvifMethod;

/**
 * Judges each message before anybody acts on it: the sizes of its parts, and how often one connection or one session may
 * say such a thing. What is refused is answered, if its sender waits for an answer. Thread: {@code rendezvous}.
 */
final class Conduct {
    private final Rooms rooms;
    private final Tally tally;
    private final LongSupplier nanoTime;

    Conduct(Rooms rooms, Tally tally, LongSupplier nanoTime) {
        this.rooms = rooms;
        this.tally = tally;
        this.nanoTime = nanoTime;
    }

    /** Whether the message may be acted on. */
    boolean isFit(Participant from, JsonRpcMessage message, int length) {
        var tooLong = Sizes.problem(message, length);
        if (tooLong.isPresent()) {
            tally.count(Limit.FIELD_SIZE, from);
            refuse(from, message, ErrorCode.INVALID_PARAMS, tooLong.get());
            return false;
        }
        if (message instanceof JsonRpcMessage.Request request) {
            return request(from, request);
        }
        if (message instanceof JsonRpcMessage.Notification notification) {
            return notification(from, notification);
        }
        return !(message instanceof JsonRpcMessage.ErrorResponse response) || remark(from, response);
    }

    /** An error about a session is passed on; most end the session, and those that do not are as rare as candidates. */
    private boolean remark(Participant from, JsonRpcMessage.ErrorResponse response) {
        var session = response.error().session().flatMap(id -> session(from, id));
        var fit = session.isEmpty()
                || response.id().isPresent()
                || session.get().calls.candidate(from == session.get().viewer, nanoTime.getAsLong());
        if (!fit) {
            tally.count(Limit.CANDIDATES, from);
        }
        return fit;
    }

    private boolean request(Participant from, JsonRpcMessage.Request request) {
        var now = nanoTime.getAsLong();
        var session = session(from, request.params().path("session").asText(""));
        var fit = switch (request.method()) {
            case OnvifMethod.INVITE -> session.isEmpty() || session.get().calls.offer(now);
            case OnvifMethod.ICE_SERVERS ->
                session.isEmpty() || session.get().calls.iceServers(now);
            default -> from.calls.allow(request.method(), now);
        };
        if (!fit) {
            tally.count(Limit.METHOD_RATE, from);
            refuse(
                    from,
                    request,
                    ErrorCode.INSUFFICIENT_RESOURCES,
                    request.method() + ": too often from this connection, try again in a while");
        }
        return fit;
    }

    private boolean notification(Participant from, JsonRpcMessage.Notification notification) {
        var session = session(from, notification.params().path("session").asText(""));
        if (session.isEmpty()) {
            return true; // nobody is concerned
        }
        var calls = session.get().calls;
        var now = nanoTime.getAsLong();
        if (notification.method().equals(OnvifMethod.RESTART) && !calls.restart(now)) {
            tally.count(Limit.METHOD_RATE, from);
            return false;
        }
        var candidate = notification.method().equals(OnvifMethod.TRICKLE);
        if (candidate && !calls.candidate(from == session.get().viewer, now)) {
            tally.count(Limit.CANDIDATES, from);
            if (calls.tell()) {
                refuse(
                        from,
                        notification,
                        ErrorCode.MALFORMED_CANDIDATE,
                        "trickle: too many candidates, some are dropped");
            }
            return false;
        }
        return true;
    }

    private Optional<ViewerSession> session(Participant from, String id) {
        return rooms.session(id).filter(s -> s.viewer == from || s.room.device == from);
    }

    private static void refuse(Participant from, JsonRpcMessage message, int code, String sentence) {
        if (message instanceof JsonRpcMessage.Request request) {
            from.send(request.refuse(new JsonRpcError(code, sentence)));
        } else if (message instanceof JsonRpcMessage.Response response) {
            var error = new JsonRpcError(ErrorCode.BAD_REQUEST, sentence);
            from.exchange.accept(new JsonRpcMessage.ErrorResponse(Optional.of(response.id()), error));
        } else if (message instanceof JsonRpcMessage.Notification notification
                && notification.method().equals(OnvifMethod.TRICKLE)) {
            var session = notification.params().path("session").asText("");
            var named = session.length() <= Sizes.ID ? Optional.of(session) : Optional.<String>empty();
            from.notifyError(new JsonRpcError(ErrorCode.MALFORMED_CANDIDATE, sentence, named));
        }
    }
}
