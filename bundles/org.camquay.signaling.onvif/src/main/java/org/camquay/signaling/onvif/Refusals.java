// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.camquay.api.signaling.SignalingException;
import org.camquay.api.signaling.SignalingTarget;
import org.camquay.onvif.ErrorCode;
import org.camquay.onvif.JsonRpcError;
import org.camquay.tls.Trust;

/** Puts failures into one sentence that names the server and the remedy. */
final class Refusals {
    private static final Set<Integer> PERMANENT = Set.of(
            ErrorCode.BAD_REQUEST,
            ErrorCode.UNAUTHORIZED,
            ErrorCode.FORBIDDEN,
            ErrorCode.NOT_FOUND,
            ErrorCode.CONFLICT,
            ErrorCode.METHOD_NOT_FOUND,
            ErrorCode.INVALID_PARAMS,
            426);

    private Refusals() {}

    /** The WebSocket could not be opened. */
    static SignalingException dialing(SignalingTarget target, Throwable failure) {
        if (find(failure, WebSocketHandshakeException.class) instanceof WebSocketHandshakeException handshake) {
            var status = handshake.getResponse().statusCode();
            return new SignalingException(
                    target + ": the server refused the WebSocket with HTTP status " + status + httpRemedy(status),
                    // 404 is also what a server says whose port is open before its pages are
                    status != ErrorCode.NOT_FOUND && PERMANENT.contains(status));
        }
        if (Trust.isPermanent(failure)) {
            return new SignalingException(target + ": " + sentence(failure), true);
        }
        return new SignalingException(target + ": " + sentence(failure), failure);
    }

    private static String sentence(Throwable failure) {
        var refusal = Trust.refusal(failure);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (find(failure, SSLException.class) instanceof SSLException tls) {
            return Trust.reason(tls);
        }
        if (find(failure, UnresolvedAddressException.class) != null) {
            return "the host name is not known; check ersIP and the name service";
        }
        if (find(failure, HttpTimeoutException.class) != null) {
            return "no answer; check that the server runs and no firewall is between";
        }
        if (find(failure, ConnectException.class) != null) {
            return "nothing listens there; start the server, or correct ersIP and ersPort";
        }
        return "cannot connect (" + deepest(failure) + "); check that a signaling server answers there";
    }

    private static String httpRemedy(int status) {
        return switch (status) {
            case 401, 403 -> "; give a valid token";
            case 404 -> "; check the path of the URL";
            case 503 -> "; it is full, it is tried again";
            default -> "; check that it is a signaling server";
        };
    }

    /** The server refused to register. */
    static SignalingException registering(SignalingTarget target, JsonRpcError error) {
        return new SignalingException(
                target + ": the server refused to register it: " + error.message() + registerRemedy(error.code()),
                PERMANENT.contains(error.code()));
    }

    private static String registerRemedy(int code) {
        return switch (code) {
            case ErrorCode.UNAUTHORIZED, ErrorCode.FORBIDDEN -> " (give a valid token)";
            case ErrorCode.CONFLICT -> " (choose another roomID, or stop the other device)";
            default -> "";
        };
    }

    private static Throwable find(Throwable failure, Class<? extends Throwable> type) {
        // a chain of causes may be long, but is not trusted to end
        var cause = failure;
        for (int depth = 0; cause != null && depth < 16; depth++, cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return cause;
            }
        }
        return null;
    }

    private static String deepest(Throwable failure) {
        var cause = failure;
        for (int depth = 0; cause.getCause() != null && depth < 16; depth++) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
