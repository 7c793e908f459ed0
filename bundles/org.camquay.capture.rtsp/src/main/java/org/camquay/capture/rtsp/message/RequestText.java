// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What we say to a camera, as octets. Thread: any. */
public final class RequestText {
    private static final String AGENT = "Camquay";

    private RequestText() {}

    /** A request without a body (RFC 2326 §6). {@code version}: for example {@code RTSP/1.0}. */
    public static ByteBuffer request(
            String version, String method, String uri, int number, List<Headers.Field> fields) {
        var text = new StringBuilder()
                .append(method)
                .append(' ')
                .append(uri)
                .append(' ')
                .append(version)
                .append("\r\nCSeq: ")
                .append(number)
                .append("\r\nUser-Agent: ")
                .append(AGENT)
                .append("\r\n");
        return end(text, fields);
    }

    /** The answer to a request of the camera, without a body. */
    public static ByteBuffer answer(String version, int status, String reason, Headers asked) {
        var text = new StringBuilder()
                .append(version)
                .append(' ')
                .append(status)
                .append(' ')
                .append(reason)
                .append("\r\nCSeq: ")
                .append(clean(asked.first("CSeq").orElse("0")))
                .append("\r\n");
        var session = asked.first("Session").map(id -> new Headers.Field("Session", id));
        return end(text, session.stream().toList());
    }

    /** A request of HTTP, whose fields say all. */
    public static ByteBuffer http(String method, String path, String host, List<Headers.Field> fields) {
        var text = new StringBuilder()
                .append(method)
                .append(' ')
                .append(path)
                .append(" HTTP/1.1\r\nHost: ")
                .append(host)
                .append("\r\nUser-Agent: ")
                .append(AGENT)
                .append("\r\n");
        return end(text, fields);
    }

    private static ByteBuffer end(StringBuilder text, List<Headers.Field> fields) {
        for (var field : fields) {
            text.append(field.name()).append(": ").append(clean(field.value())).append("\r\n");
        }
        return ByteBuffer.wrap(text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    /** What a camera told must not become a line of ours. */
    private static String clean(String value) {
        return value.replaceAll("[\r\n]", " ");
    }
}
