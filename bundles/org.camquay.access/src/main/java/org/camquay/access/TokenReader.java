// SPDX-License-Identifier: Apache-2.0
package org.camquay.access;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.JoseException;

/**
 * Reads a token and believes it only if a known key signed it, it is of that key's issuer and meant for us, and holds now
 * (RFC 7519, RFC 8725). Pure: keys and time are given.
 */
final class TokenReader {
    /** The longest token that is looked at, in characters. */
    static final int MAX_LENGTH = 4096;

    private static final int MAX_NAME = 256;
    private static final int MAX_STREAMS = 64;

    private TokenReader() {}

    /** Either a token to be believed, or one sentence that says why not. */
    record Reading(Optional<Token> token, String problem) {
        private static Reading of(Token token) {
            return new Reading(Optional.of(token), "");
        }

        private static Reading refused(String problem) {
            return new Reading(Optional.empty(), problem);
        }
    }

    /** Never throws, whatever the text. */
    static Reading read(String text, List<VerificationKey> keys, Instant now) {
        if (text.isEmpty()) {
            return Reading.refused("A token is needed here: ask the owner for one");
        }
        if (text.length() > MAX_LENGTH) {
            return Reading.refused("The token is longer than " + MAX_LENGTH + " characters");
        }
        try {
            return verified(text, keys, now);
        } catch (JoseException | InvalidJwtException | MalformedClaimException | RuntimeException e) {
            // What the library says of it repeats parts of the token.
            return Reading.refused("This is not a token that can be read: use it whole and as it was given");
        }
    }

    private static Reading verified(String text, List<VerificationKey> keys, Instant now)
            throws JoseException, InvalidJwtException, MalformedClaimException {
        for (var key : keys) {
            var signature = new JsonWebSignature();
            signature.setCompactSerialization(text);
            var id = signature.getKeyIdHeaderValue();
            if (!key.algorithm().equals(signature.getAlgorithmHeaderValue()) || id != null && !id.equals(key.id())) {
                continue;
            }
            signature.setAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, key.algorithm()));
            signature.setKey(key.key());
            if (signature.verifySignature()) {
                return believed(JwtClaims.parse(signature.getPayload()), key, now);
            }
        }
        return Reading.refused("The token was not signed by a key that is trusted here: ask the owner for another");
    }

    private static Reading believed(JwtClaims claims, VerificationKey key, Instant now) throws MalformedClaimException {
        if (!key.issuer().equals(claims.getIssuer())) {
            return Reading.refused("The token is of another issuer than its key: ask the owner for another");
        }
        if (!claims.hasAudience() || !claims.getAudience().contains(key.audience())) {
            return Reading.refused("The token is meant for another server: ask this server's owner for one");
        }
        if (claims.getExpirationTime() == null) {
            return Reading.refused("The token says no time at which it expires: ask the owner for another");
        }
        var expiry = Instant.ofEpochSecond(claims.getExpirationTime().getValue());
        if (!now.isBefore(expiry.plus(key.skew()))) {
            return Reading.refused("The token has expired: ask the owner for a new one");
        }
        if (isLater(claims.getNotBefore(), now.plus(key.skew()))
                || isLater(claims.getIssuedAt(), now.plus(key.skew()))) {
            return Reading.refused("The token is not valid yet: wait, or set the clock of whoever issued it");
        }
        var scopes = new HashSet<>(Scopes.parse(text(claims, "scope")));
        scopes.retainAll(key.scopes());
        List<String> streams = claims.hasClaim("streams") ? claims.getStringListClaimValue("streams") : List.of();
        boolean once = claims.hasClaim("once") && claims.getClaimValue("once", Boolean.class);
        var token = new Token(
                key.issuer(),
                text(claims, "jti"),
                text(claims, "sub"),
                scopes,
                text(claims, "room"),
                streams,
                once,
                expiry);
        return problem(token).map(Reading::refused).orElseGet(() -> Reading.of(token));
    }

    private static Optional<String> problem(Token token) {
        boolean tooLong = token.id().length() > MAX_NAME
                || token.subject().length() > MAX_NAME
                || token.room().length() > MAX_NAME
                || token.streams().size() > MAX_STREAMS;
        if (tooLong) {
            return Optional.of("The token's names are too long: ask the owner for another");
        }
        if (token.subject().isEmpty() || hasControl(token.subject())) {
            return Optional.of("The token does not say whose it is: ask the owner for another");
        }
        return token.once() && token.id().isEmpty()
                ? Optional.of("The token is for one use but has no number: ask the owner for another")
                : Optional.empty();
    }

    /** The subject stands in log lines. */
    private static boolean hasControl(String text) {
        return text.codePoints().anyMatch(c -> Character.getType(c) == Character.FORMAT || Character.isISOControl(c));
    }

    private static boolean isLater(NumericDate date, Instant now) {
        return date != null && Instant.ofEpochSecond(date.getValue()).isAfter(now);
    }

    private static String text(JwtClaims claims, String name) throws MalformedClaimException {
        var value = claims.getStringClaimValue(name);
        return value == null ? "" : value;
    }
}
