// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.auth;

import java.util.Arrays;
import java.util.Locale;

/** The answers to one challenge of Digest (RFC 7616 §3.4), or of its forerunner without {@code qop} (RFC 2069). */
final class DigestAnswer {
    private final Challenge challenge;
    private final DigestAlgorithm algorithm;
    private final String ownNonce;
    private final String protection;
    private int count;

    DigestAnswer(Challenge challenge, DigestAlgorithm algorithm, String ownNonce) {
        this.challenge = challenge;
        this.algorithm = algorithm;
        this.ownNonce = ownNonce;
        protection = protection(challenge);
    }

    /** Whether its {@code qop} is one of ours. */
    static boolean canAnswer(Challenge challenge) {
        return challenge.get("qop").isBlank() || !protection(challenge).isEmpty();
    }

    /** Our choice of those offered, {@code auth} before {@code auth-int}; empty when none is offered. */
    private static String protection(Challenge challenge) {
        var offered = Arrays.stream(challenge.get("qop").split(","))
                .map(each -> each.strip().toLowerCase(Locale.ROOT))
                .toList();
        return offered.contains("auth") ? "auth" : offered.contains("auth-int") ? "auth-int" : "";
    }

    /** The field {@code Authorization} of a request without a body. */
    String field(Credentials credentials, String method, String uri) {
        count++;
        var number = String.format(Locale.ROOT, "%08x", count);
        boolean hashed = challenge.is("userhash");
        var realm = challenge.get("realm");
        var user = hashed ? algorithm.hash(credentials.user() + ":" + realm) : credentials.user();
        var field = new StringBuilder("Digest username=")
                .append(quoted(user))
                .append(", realm=")
                .append(quoted(realm))
                .append(", nonce=")
                .append(quoted(challenge.get("nonce")))
                .append(", uri=")
                .append(quoted(uri))
                .append(", response=\"")
                .append(response(credentials, method, uri, number))
                .append('"');
        if (!challenge.get("algorithm").isEmpty()) {
            field.append(", algorithm=").append(challenge.get("algorithm"));
        }
        if (challenge.parameters().containsKey("opaque")) {
            field.append(", opaque=").append(quoted(challenge.get("opaque")));
        }
        if (!protection.isEmpty()) {
            field.append(", qop=").append(protection).append(", nc=").append(number);
        }
        if (!protection.isEmpty() || DigestAlgorithm.isSession(challenge)) {
            field.append(", cnonce=").append(quoted(ownNonce));
        }
        return field.append(hashed ? ", userhash=true" : "").toString();
    }

    private String response(Credentials credentials, String method, String uri, String number) {
        var nonce = challenge.get("nonce");
        var secret = algorithm.hash(credentials.user() + ":" + challenge.get("realm") + ":" + credentials.password());
        if (DigestAlgorithm.isSession(challenge)) {
            secret = algorithm.hash(secret + ":" + nonce + ":" + ownNonce);
        }
        var body = protection.equals("auth-int") ? ":" + algorithm.hash("") : "";
        var what = algorithm.hash(method + ":" + uri + body);
        return algorithm.hash(
                protection.isEmpty()
                        ? secret + ":" + nonce + ":" + what
                        : String.join(":", secret, nonce, number, ownNonce, protection, what));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
