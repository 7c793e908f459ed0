// SPDX-License-Identifier: Apache-2.0
package org.camquay.http.connector;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * What is no request that can be read (RFC 9112), and so never comes to the gate, is answered as the gate answers: with one
 * sentence, for commands in a reply. Nothing of what the client wrote is repeated, and no server is named. Thread: Jetty's.
 */
final class PlainErrors extends ErrorHandler {
    private static final String COMMANDS = "/api/";
    private static final int SERVER_ERROR = 500;

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        var path = Request.getPathInContext(request);
        boolean command = path != null && path.startsWith(COMMANDS);
        var sentence = sentence(status, String.valueOf(request.getAttribute(ERROR_MESSAGE)));
        var body =
                command ? "{\"status\":\"FAIL\",\"description\":\"" + sentence + "\",\"data\":null}" : sentence + "\n";
        response.getHeaders()
                .put(HttpHeader.CONTENT_TYPE, (command ? "application/json" : "text/plain") + ";charset=utf-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);
        return true;
    }

    /** @param cause as Jetty says it; parts of it are the client's words */
    private static String sentence(int status, String cause) {
        return switch (status) {
            case HttpStatus.BAD_REQUEST_400 ->
                cause.contains("Host")
                        ? "write Host, and once (RFC 9112, section 3.2)"
                        : "this is no request that can be read: write it as RFC 9112 says";
            case HttpStatus.NOT_FOUND_404 -> "nothing is served here";
            case HttpStatus.EXPECTATION_FAILED_417 -> "nothing but 100-continue can be expected here";
            case HttpStatus.URI_TOO_LONG_414 -> "the path is too long: write a shorter one";
            case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 -> "the head of the request is too large: send less";
            case HttpStatus.UPGRADE_REQUIRED_426, HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 ->
                "only HTTP/1.1 is spoken here";
            case HttpStatus.NOT_IMPLEMENTED_501 -> "there is no such method here";
            default ->
                status >= SERVER_ERROR
                        ? "the server failed with this request: try again later"
                        : "this request is refused: " + HttpStatus.getMessage(status);
        };
    }
}
