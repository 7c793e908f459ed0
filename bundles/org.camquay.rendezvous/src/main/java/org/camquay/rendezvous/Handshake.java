// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** What the head of a WebSocket's handshake must hold (RFC 6455 §4.2.1), and Jetty does not check or fails with. Pure. */
final class Handshake {
    static final String VERSION = "13";
    static final String REFUSAL =
            "This handshake cannot be read: write it as RFC 6455, section 4.1, says, in version " + VERSION;

    /** Sixteen octets in base64. */
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{22}==");

    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]++";
    private static final String EXTENSION =
            TOKEN + "(\\s*;\\s*" + TOKEN + "(\\s*=\\s*(" + TOKEN + "|\"[^\"\\\\]*\"))?)*+";
    private static final Pattern EXTENSIONS =
            Pattern.compile("\\s*" + EXTENSION + "(\\s*,\\s*" + EXTENSION + ")*+\\s*");

    private Handshake() {}

    static boolean isOne(HttpServletRequest request) {
        return isOne(
                request.getHeader("Sec-WebSocket-Version"),
                request.getHeader("Sec-WebSocket-Key"),
                Collections.list(request.getHeaders("Sec-WebSocket-Extensions")));
    }

    /**
     * Whether it is one.
     *
     * @param version null when missing, as the key
     * @param extensions none that would be taken, but they have to be well-formed
     */
    static boolean isOne(String version, String key, List<String> extensions) {
        return VERSION.equals(version)
                && KEY.matcher(String.valueOf(key)).matches()
                && extensions.stream().allMatch(text -> EXTENSIONS.matcher(text).matches());
    }
}
