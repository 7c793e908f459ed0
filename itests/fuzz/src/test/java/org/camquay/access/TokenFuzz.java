// SPDX-License-Identifier: Apache-2.0
package org.camquay.access;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.camquay.api.access.AccessRequest.Scope;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** A token, by somebody without a key, and by an issuer whose key is trusted and whose claims are odd. */
public final class TokenFuzz {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    private static final VerificationKey KEY = new VerificationKey(
            "",
            "HS256",
            new SecretKeySpec(new byte[32], "HmacSHA256"),
            "fuzz",
            "camquay",
            EnumSet.allOf(Scope.class),
            Duration.ofSeconds(60));

    private TokenFuzz() {}

    /** The bytes are once the token, once the claims of one. */
    public static void fuzzerTestOneInput(byte[] data) throws JoseException {
        var reading = TokenReader.read(new String(data, StandardCharsets.UTF_8), List.of(KEY), NOW);
        if (reading.token().isPresent()) {
            throw new AssertionError("believed without a key: " + Arrays.toString(data));
        }
        var signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue("HS256");
        signature.setKey(KEY.key());
        signature.setPayloadBytes(data);
        var signed = TokenReader.read(signature.getCompactSerialization(), List.of(KEY), NOW);
        if (signed.token().isEmpty() == signed.problem().isEmpty()) {
            throw new AssertionError("neither a token nor a problem: " + signed.problem());
        }
        if (signed.token().isPresent() && signed.token().get().subject().isEmpty()) {
            throw new AssertionError("nobody's token");
        }
    }
}
