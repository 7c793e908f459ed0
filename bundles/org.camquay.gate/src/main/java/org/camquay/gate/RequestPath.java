// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

import java.util.regex.Pattern;

/** Paths that two readers could read differently, so that a check of one would not hold for the other. Pure. */
final class RequestPath {
    /**
     * Parameters ({@code ;}), slashes and dots in disguise, empty and dot segments, control characters, and octets that are
     * encoded twice (RFC 3986 §3.3 and §6.2.2, RFC 9110 §4.2.5).
     */
    private static final Pattern AMBIGUOUS = Pattern.compile(
            "[;\\\\\\p{Cntrl}]|//|/\\.{1,2}(?=/|$)|%(?:2[eEfF]|5[cC]|3[bB]|[01]\\p{XDigit}|7[fF]|25\\p{XDigit}{2})"
                    + "|%(?!\\p{XDigit}{2})");

    private RequestPath() {}

    /** Whether the path, as it was written in the request, has one reading only. */
    static boolean isPlain(String raw) {
        return raw.startsWith("/") && !AMBIGUOUS.matcher(raw).find();
    }
}
