// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.message;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a camera says in words (RFC 2326 §6, §7): an answer, or a request of its own. Immutable. */
public sealed interface RtspMessage {
    /** Its header fields. */
    Headers headers();

    /** Its body, empty when there is none. */
    String body();

    /** The same with a body. */
    RtspMessage withBody(String body);

    /**
     * An answer; that of an HTTP server is one as well, since RTSP can be tunneled through it.
     *
     * @param status for example 200; 0 if the line does not say
     * @param reason what stands behind it, for people
     */
    record Response(int status, String reason, Headers headers, String body) implements RtspMessage {
        private static final int OK = 200;
        private static final int REDIRECTION = 300;
        private static final int CLIENT_ERROR = 400;

        @Override
        public Response withBody(String text) {
            return new Response(status, reason, headers, text);
        }

        /** Whether it is of the class Success. */
        public boolean isSuccess() {
            return status >= OK && status < REDIRECTION;
        }

        /** Whether it sends the client elsewhere. */
        public boolean isRedirection() {
            return status >= REDIRECTION && status < CLIENT_ERROR;
        }
    }

    /**
     * A request of the camera.
     *
     * @param method for example {@code OPTIONS}
     */
    record Request(String method, String uri, Headers headers, String body) implements RtspMessage {
        @Override
        public Request withBody(String text) {
            return new Request(method, uri, headers, text);
        }
    }

    /** Reads a head: all lines before the empty one, ended by CR LF or LF. Empty if its first line is none of RTSP. */
    static Optional<RtspMessage> parse(String head) {
        var lines = Arrays.asList(head.split("\r\n|\n|\r", -1));
        var words = lines.get(0).strip().split("[ \t]+", 3);
        var headers = Headers.parse(lines.subList(1, lines.size()));
        if (words[0].startsWith("RTSP/") || words[0].startsWith("HTTP/")) {
            int status = words.length > 1 ? Math.max(0, Numbers.parse(words[1])) : 0;
            return Optional.of(new Response(status, words.length > 2 ? words[2] : "", headers, ""));
        }
        boolean request = words.length == 3 && words[2].startsWith("RTSP/");
        return request ? Optional.of(new Request(words[0], words[1], headers, "")) : Optional.empty();
    }

    /** The values of a list with commas in between, over all fields of that name, for example the methods of {@code Public}. */
    static List<String> list(Headers headers, String name) {
        return headers.all(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
