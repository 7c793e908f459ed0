// SPDX-License-Identifier: Apache-2.0
package org.camquay.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The SHA-256 of one public key (its SubjectPublicKeyInfo, as in RFC 7469 §2.4) or of one whole certificate, by which a server
 * is known without any authority. A key's pin outlives the renewal of its certificate. Thread: any.
 */
public final class Pin {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{43}=");
    private static final String PREFIX = "sha256/";

    private final byte[] digest;

    private Pin(byte[] digest) {
        this.digest = digest;
    }

    /**
     * Reads a pin as tools write it: {@code sha256/BASE64}, also with {@code //} (curl) or without the prefix, or 64
     * hexadecimal digits with or without colons (openssl, browsers).
     *
     * @throws IllegalArgumentException with a sentence, if it is none
     */
    public static Pin parse(String text) {
        var bare = text.strip().replaceFirst("(?i)^sha-?256[/:=\\s]\\s*", "");
        var hex = bare.replace(":", "").toLowerCase(Locale.ROOT);
        if (HEX.matcher(hex).matches()) {
            return new Pin(HexFormat.of().parseHex(hex));
        }
        // One in 64 begins with a slash itself, which is not curl's second one.
        var base64 = BASE64.matcher(bare).matches() ? bare : bare.replaceFirst("^/", "");
        if (BASE64.matcher(base64).matches()) {
            return new Pin(Base64.getDecoder().decode(base64));
        }
        throw new IllegalArgumentException(
                "a pin is " + PREFIX + " and 44 characters of Base64 (SHA-256 of the server's"
                        + " public key), or 64 hexadecimal digits (fingerprint of its certificate)");
    }

    /** The pin of a certificate's key. */
    public static Pin of(X509Certificate certificate) {
        return new Pin(sha256(certificate.getPublicKey().getEncoded()));
    }

    /** The SHA-256 of a whole certificate as browsers and openssl show it: {@code AB:CD:…}. */
    public static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(sha256(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("a certificate that cannot be encoded", e);
        }
    }

    /** Returns whether the certificate, or its key, is the pinned one. */
    public boolean matches(X509Certificate certificate) throws CertificateEncodingException {
        return MessageDigest.isEqual(digest, sha256(certificate.getPublicKey().getEncoded()))
                || MessageDigest.isEqual(digest, sha256(certificate.getEncoded()));
    }

    static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pin pin && Arrays.equals(digest, pin.digest);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }

    /** {@code sha256/BASE64}. */
    @Override
    public String toString() {
        return PREFIX + Base64.getEncoder().encodeToString(digest);
    }
}
