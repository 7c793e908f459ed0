// SPDX-License-Identifier: Apache-2.0
package org.camquay.log;

import java.util.regex.Pattern;

/** What no line shows, whoever wrote it: user information of URIs, and parameters that are named like secrets. Pure. */
final class Secrets {
    /** Up to the last {@code @}: a password may hold characters that end user information for a parser. */
    private static final Pattern USER_INFORMATION = Pattern.compile("(?<=://)\\S*@");

    private static final Pattern PARAMETER =
            Pattern.compile("(?i)(?<=[?&;#])([\\w.-]*(?:pass|pwd|secret|token|cred)[\\w.-]*=)[^&\\s]+");

    private Secrets() {}

    /** The text without them. */
    static String hidden(String text) {
        if (!text.contains("://")) {
            return text;
        }
        return PARAMETER.matcher(USER_INFORMATION.matcher(text).replaceAll("")).replaceAll("$1***");
    }
}
