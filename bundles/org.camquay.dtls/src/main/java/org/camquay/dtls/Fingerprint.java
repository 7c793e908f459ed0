// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Hash of a certificate, as {@code a=fingerprint} carries it (RFC 8122 §5; W3C RTCDtlsFingerprint).
 *
 * @param algorithm sha-256, sha-384 or sha-512; lower case
 * @param value bytes in upper-case hexadecimal, separated by colons
 */
public record Fingerprint(String algorithm, String value) {

    private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

    /** @throws IllegalArgumentException when the algorithm is none of the three, or the value does not fit it */
    public Fingerprint {
        algorithm = algorithm.toLowerCase(Locale.ROOT);
        int length = hashLength(algorithm);
        if (length == 0) {
            throw new IllegalArgumentException("fingerprint needs sha-256, sha-384 or sha-512, not " + algorithm);
        }
        if (value.length() != 3 * length - 1 || COLONS.parseHex(value).length != length) {
            throw new IllegalArgumentException("not a " + algorithm + " fingerprint: " + value);
        }
        value = value.toUpperCase(Locale.ROOT);
    }

    /** Reads the attribute's value, such as {@code sha-256 1F:…:A0}; empty when malformed or of another algorithm. */
    public static Optional<Fingerprint> parse(String attribute) {
        String[] parts = attribute.strip().split("\\s+", 3);
        if (parts.length != 2) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Fingerprint(parts[0], parts[1]));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Computes the fingerprint of a certificate in DER. */
    public static Fingerprint of(String algorithm, byte[] certificate) {
        try {
            byte[] hash = MessageDigest.getInstance(algorithm.toUpperCase(Locale.ROOT))
                    .digest(certificate);
            return new Fingerprint(algorithm, COLONS.formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException("this Java cannot compute " + algorithm, e);
        }
    }

    /** Whether the certificate, in DER, has this fingerprint. */
    public boolean verifies(byte[] certificate) {
        return equals(of(algorithm, certificate));
    }

    /** The attribute's value. */
    @Override
    public String toString() {
        return algorithm + " " + value;
    }

    private static int hashLength(String algorithm) {
        return switch (algorithm) {
            case "sha-256" -> 32;
            case "sha-384" -> 48;
            case "sha-512" -> 64;
            default -> 0;
        };
    }
}
