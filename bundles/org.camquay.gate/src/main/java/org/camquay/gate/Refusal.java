// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A request that is not served, in the same words and headers on every face: {@code WWW-Authenticate} on 401 and 403 of a
 * token (RFC 6750 §3), {@code Retry-After} on 429 and 503 (RFC 9110 §10.2.3).
 *
 * @param status the HTTP status
 * @param sentence why, for the user
 * @param challenge the value of {@code WWW-Authenticate}, empty for none
 * @param retrySeconds the value of {@code Retry-After}, 0 for none
 */
public record Refusal(int status, String sentence, String challenge, int retrySeconds) {
    /** Of a servlet whose request no gate has seen: the gate's bundle is not there, or only just comes or goes. */
    public static final Refusal NOBODY_AT_THE_GATE =
            new Refusal(503, "nobody stands at the gate at the moment: try again later");

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int UNAVAILABLE = 503;
    private static final int TOO_MANY = 429;
    private static final int RETRY_SECONDS = 2;

    /** The plain form: 401 asks for a token, 503 says when to come again. */
    public Refusal(int status, String sentence) {
        this(status, sentence, status == UNAUTHORIZED ? "Bearer" : "", status == UNAVAILABLE ? RETRY_SECONDS : 0);
    }

    /** The client asks too often; it may come again after that many seconds (RFC 6585 §4). */
    public static Refusal tooMany(String sentence, int seconds) {
        return new Refusal(TOO_MANY, sentence, "", seconds);
    }

    /**
     * What an authorizer decided against.
     *
     * @param shown whether there was a token at all: RFC 6750 §3.1 gives no error code where none was
     */
    static Refusal ofToken(int status, String reason, boolean shown) {
        return switch (status) {
            case UNAUTHORIZED -> new Refusal(status, reason, shown ? "Bearer error=\"invalid_token\"" : "Bearer", 0);
            case UNAVAILABLE -> new Refusal(status, reason);
            default -> new Refusal(FORBIDDEN, reason, "Bearer error=\"insufficient_scope\"", 0);
        };
    }

    /** Writes it; the response must be untouched but for headers. */
    public void write(HttpServletResponse response, Form form) throws IOException {
        boolean json = form == Form.JSON;
        byte[] body = (json ? json(sentence) : sentence + "\n").getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        if (status == TOO_MANY) {
            response.setHeader("Connection", "close"); // the requests behind it on this connection are too many as well
        }
        if (!challenge.isEmpty()) {
            response.setHeader("WWW-Authenticate", challenge);
        }
        if (retrySeconds > 0) {
            response.setIntHeader("Retry-After", retrySeconds);
        }
        response.setContentType(json ? "application/json;charset=utf-8" : "text/plain;charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        // Without an announced length the container keeps what is so short until the end, and then writes it without a
        // thread that waits for the client.
        response.getOutputStream().write(body);
    }

    private static String json(String sentence) {
        var text = new StringBuilder("{\"status\":\"FAIL\",\"description\":\"");
        for (char c : sentence.toCharArray()) {
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.append("\",\"data\":null}").toString();
    }
}
