// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code Authorization: Bearer} (RFC 6750 §2.1). Pure. */
final class BearerToken {
    private static final Pattern FORM = Pattern.compile("(?i)bearer +([A-Za-z0-9._~+/-]+=*) *");

    /** Longer than any token of ours by a few times; others' proxies cut at 8 KiB too. */
    private static final int MAX_CHARACTERS = 8192;

    private BearerToken() {}

    /**
     * The token, empty text when none is shown or another scheme is used.
     *
     * @return empty when there is more than one, or one that cannot be a token
     */
    static Optional<String> of(List<String> authorizations) {
        if (authorizations.isEmpty()) {
            return Optional.of("");
        }
        var value = authorizations.get(0).strip();
        if (authorizations.size() > 1 || value.length() > MAX_CHARACTERS) {
            return Optional.empty();
        }
        if (!value.regionMatches(true, 0, "bearer", 0, "bearer".length())) {
            return Optional.of("");
        }
        var matcher = FORM.matcher(value);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
