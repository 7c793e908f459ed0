// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** The algorithms of Digest (RFC 7616 §6.1), the weakest first. */
enum DigestAlgorithm {
    MD5("MD5", "MD5"),
    SHA_256("SHA-256", "SHA-256"),
    SHA_512_256("SHA-512-256", "SHA-512/256");

    private static final String SESSION = "-SESS";

    private final String word;
    private final String java;

    DigestAlgorithm(String word, String java) {
        this.word = word;
        this.java = java;
    }

    /** The algorithm of a challenge, MD5 where it names none; empty if we do not have it. */
    static Optional<DigestAlgorithm> of(Challenge challenge) {
        var told = challenge.get("algorithm").toUpperCase(Locale.ROOT);
        var name = isSession(challenge) ? told.substring(0, told.length() - SESSION.length()) : told;
        if (name.isEmpty()) {
            return Optional.of(MD5);
        }
        for (var algorithm : values()) {
            // some cameras write SHA256
            if (algorithm.word.replace("-", "").equals(name.replace("-", ""))) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** Whether the secret is hashed once more, with the two nonces. */
    static boolean isSession(Challenge challenge) {
        return challenge.get("algorithm").toUpperCase(Locale.ROOT).endsWith(SESSION);
    }

    /** The hash of a text, in hexadecimal digits. */
    String hash(String text) {
        try {
            var digest = MessageDigest.getInstance(java).digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no " + java, e);
        }
    }
}
