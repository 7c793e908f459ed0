// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLException;
import org.camquay.api.signaling.SignalingException;
import org.camquay.api.signaling.SignalingTarget;
import org.camquay.onvif.ErrorCode;
import org.camquay.onvif.JsonRpcError;
import org.camquay.tls.Trust;

/** Puts failures into one sentence that names the server and the remedy, and says whether they will pass. */
final class Refusals {
    /** Our server's private close status: another connection has the room. */
    private static final int TAKEN_OVER = 4409;

    private static final int SERVICE_RESTART = 1012;

    /** A wrong token or a bad name stays so. */
    private static final Set<Integer> PERMANENT =
            Set.of(ErrorCode.BAD_REQUEST, ErrorCode.UNAUTHORIZED, ErrorCode.FORBIDDEN);

    /** These pass when somebody does something, or after minutes. */
    private static final Set<Integer> SLOW = Set.of(
            ErrorCode.NOT_FOUND,
            ErrorCode.CONFLICT,
            ErrorCode.METHOD_NOT_FOUND,
            ErrorCode.INVALID_REQUEST,
            ErrorCode.INVALID_PARAMS,
            ErrorCode.PARSE_ERROR);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Refusals() {}

    /** The WebSocket could not be opened. */
    static SignalingException dialing(SignalingTarget target, Throwable failure) {
        if (find(failure, SignalingException.class) instanceof SignalingException said) {
            return said;
        } else if (find(failure, HandshakeException.class) instanceof HandshakeException refused) {
            return dialing(target, refused);
        }
        var message = target + ": " + sentence(failure);
        return Trust.isPermanent(failure)
                ? new SignalingException(message, true)
                : new SignalingException(message, failure);
    }

    private static SignalingException dialing(SignalingTarget target, HandshakeException refused) {
        int status = refused.status();
        if (status == 101) {
            return new SignalingException(
                    target + ": the server's answer is no ONVIF WebSocket; check that it is a signaling server",
                    PATIENCE);
        }
        var message = target + ": the server refused the WebSocket with HTTP status " + status + httpRemedy(status);
        if (PERMANENT.contains(status)) {
            return new SignalingException(message, true);
        }
        // 404 is also what a server says whose port is open before its pages are
        boolean passes = status >= 500 || status == 429 || status == ErrorCode.NOT_FOUND;
        return new SignalingException(message, passes ? refused.retryAfter() : PATIENCE);
    }

    /** The server closed a channel. */
    static SignalingException closing(SignalingTarget target, int status, String reason) {
        var message = target + ": " + reason;
        return switch (status) {
            case TAKEN_OVER -> new SignalingException(message, PATIENCE);
            // RFC 6455 §7.4.1 and its registry: come again, but not all at once
            case SERVICE_RESTART ->
                new SignalingException(
                        message, Duration.ofSeconds(ThreadLocalRandom.current().nextInt(1, 5)));
            default -> new SignalingException(message, false);
        };
    }

    private static String sentence(Throwable failure) {
        var refusal = Trust.refusal(failure);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (find(failure, SSLException.class) instanceof SSLException tls) {
            return Trust.reason(tls);
        }
        if (find(failure, UnknownHostException.class) != null) {
            return "the host name is not known; check ersIP and the name service";
        }
        if (find(failure, SocketTimeoutException.class) != null) {
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
            case 429, 503 -> "; it is full or starts anew";
            default -> "; check that it is a signaling server";
        };
    }

    /** The server refused to register. */
    static SignalingException registering(SignalingTarget target, JsonRpcError error) {
        var message = target + ": the server refused to register it: " + error.message() + registerRemedy(error.code());
        return SLOW.contains(error.code())
                ? new SignalingException(message, PATIENCE)
                : new SignalingException(message, PERMANENT.contains(error.code()));
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
