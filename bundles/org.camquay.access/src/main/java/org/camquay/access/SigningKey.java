// SPDX-License-Identifier: Apache-2.0
package org.camquay.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import org.camquay.api.access.AccessRequest.Scope;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.OctetKeyPairJsonWebKey;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** This server's own key: Ed25519 (RFC 8037), made at the first start and kept in a file of its owner. Thread: any. */
final class SigningKey {
    /** Issuer and audience of the tokens made here; a key of its own tells this server's from those of others. */
    static final String NAME = "camquay";

    private final OctetKeyPairJsonWebKey key;

    private SigningKey(OctetKeyPairJsonWebKey key) {
        this.key = key;
    }

    /**
     * The key in that file, made when there is no file.
     *
     * @throws IOException if it cannot be read or made; a key that cannot be read is never replaced, because all tokens
     *     would be void
     */
    static SigningKey at(Path file) throws IOException {
        try {
            if (Files.exists(file)) {
                var read = JsonWebKey.Factory.newJwk(Files.readString(file));
                if (read instanceof OctetKeyPairJsonWebKey pair && pair.getPrivateKey() != null) {
                    return new SigningKey(pair);
                }
                throw new IOException(file + ": not an Ed25519 key pair");
            }
            var made = OkpJwkGenerator.generateJwk(OctetKeyPairJsonWebKey.SUBTYPE_ED25519);
            made.setAlgorithm(AlgorithmIdentifiers.EDDSA);
            made.setKeyId(made.calculateBase64urlEncodedThumbprint("SHA-256"));
            PrivateFile.write(file, made.toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE));
            return new SigningKey(made);
        } catch (JoseException e) {
            throw new IOException(file + ": no key that can be used (" + e.getMessage() + ")", e);
        }
    }

    /** What checks its tokens. */
    VerificationKey verification() {
        return new VerificationKey(
                key.getKeyId(),
                AlgorithmIdentifiers.EDDSA,
                key.getPublicKey(),
                NAME,
                NAME,
                EnumSet.allOf(Scope.class),
                Duration.ZERO);
    }

    /** The token in compact form (RFC 7515 §7.1): a secret. */
    String sign(Token token, Instant now) {
        var claims = new JwtClaims();
        claims.setIssuer(token.issuer());
        claims.setAudience(NAME);
        claims.setSubject(token.subject());
        claims.setJwtId(token.id());
        claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(token.expiry().getEpochSecond()));
        claims.setStringClaim("scope", Scopes.write(token.scopes()));
        if (!token.room().isEmpty()) {
            claims.setStringClaim("room", token.room());
        }
        if (!token.streams().isEmpty()) {
            claims.setStringListClaim("streams", token.streams());
        }
        if (token.once()) {
            claims.setClaim("once", true);
        }
        try {
            var signature = new JsonWebSignature();
            signature.setPayload(claims.toJson());
            signature.setHeader("typ", "JWT");
            signature.setKeyIdHeaderValue(key.getKeyId());
            signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.EDDSA);
            signature.setKey(key.getPrivateKey());
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("signing a token failed", e);
        }
    }
}
