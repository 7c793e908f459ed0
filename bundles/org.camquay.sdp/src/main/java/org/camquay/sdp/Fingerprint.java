// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The hash of the certificate an end will show in its DTLS handshake (RFC 8122 §5).
 *
 * @param algorithm lower case, e.g. {@code sha-256}
 * @param value upper-case hexadecimal pairs with colons between
 */
public record Fingerprint(String algorithm, String value) {
    private static final Pattern PAIRS = Pattern.compile("[0-9A-F]{2}(:[0-9A-F]{2}){3,127}");

    public Fingerprint {
        algorithm = algorithm.toLowerCase(Locale.ROOT);
        value = value.toUpperCase(Locale.ROOT);
    }

    static Optional<Fingerprint> parse(String text) {
        var words = text.strip().split(" +");
        if (words.length != 2 || !Words.word(words[0]) || words[1].length() > 383) {
            return Optional.empty();
        }
        var fingerprint = new Fingerprint(words[0], words[1]);
        return PAIRS.matcher(fingerprint.value).matches() ? Optional.of(fingerprint) : Optional.empty();
    }

    @Override
    public String toString() {
        return algorithm + " " + value;
    }
}
