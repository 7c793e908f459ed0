// SPDX-License-Identifier: Apache-2.0
package org.camquay.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A key of somebody else, whose tokens are believed too: of a vendor's identity service. One configuration each. */
@Component(service = TrustedKey.class, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = TrustedKey.Config.class, factory = true)
public final class TrustedKey {
    /** By how much an outside issuer's clock may differ from ours. */
    static final Duration SKEW = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(TrustedKey.class);
    private static final Map<String, String> FAMILIES = Map.of("EdDSA", "Ed25519", "ES256", "EC");
    private static final String SHARED = "HS256";
    private static final int MIN_SECRET = 32;
    private static final int P256_BITS = 256;

    /** One key, and what its tokens may do. */
    @ObjectClassDefinition(name = "Key of an outside issuer of tokens")
    public @interface Config {
        @AttributeDefinition(description = "Claim iss of its tokens")
        String issuer();

        @AttributeDefinition(description = "Claim aud that its tokens must have")
        String audience() default SigningKey.NAME;

        @AttributeDefinition(description = "EdDSA, ES256 or HS256; the key fixes it, never the token")
        String algorithm() default "EdDSA";

        @AttributeDefinition(
                description = "A public key in PEM; for HS256 the shared secret, of 32 bytes or more. Relative to etc")
        String keyFile();

        @AttributeDefinition(description = "Header kid of its tokens; empty: they have none")
        String keyId() default "";

        @AttributeDefinition(description = "The most that its tokens may grant: view, device, control, administer")
        String scopes() default "view";
    }

    private final VerificationKey key;

    @Activate
    public TrustedKey(Config config) throws IOException, GeneralSecurityException {
        var file = Path.of(System.getProperty("camquay.etc", "")).resolve(config.keyFile());
        try {
            if (config.issuer().isBlank() || config.issuer().equals(SigningKey.NAME)) {
                throw new IllegalArgumentException("issuer is '" + config.issuer() + "': give the outside issuer's");
            }
            key = new VerificationKey(
                    config.keyId(),
                    config.algorithm(),
                    key(config.algorithm(), file),
                    config.issuer(),
                    config.audience(),
                    Scopes.parse(config.scopes()),
                    SKEW);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            LOG.error("key refused: {} ({}; tokens of {} are not believed)", file, e.getMessage(), config.issuer());
            throw e;
        }
        LOG.info("audit: key trusted ({}, for {})", key, Scopes.write(key.scopes()));
    }

    VerificationKey verification() {
        return key;
    }

    static Key key(String algorithm, Path file) throws IOException, GeneralSecurityException {
        if (algorithm.equals(SHARED)) {
            byte[] secret = Files.readString(file).strip().getBytes(StandardCharsets.UTF_8);
            if (secret.length < MIN_SECRET) {
                throw new IllegalArgumentException("a shared secret has " + MIN_SECRET + " bytes or more");
            }
            if (new String(secret, StandardCharsets.UTF_8).contains("-----BEGIN")) {
                // A public key is no secret: whoever has it could sign (RFC 8725 §2.1).
                throw new IllegalArgumentException("HS256 needs a secret, this is a PEM file");
            }
            return new SecretKeySpec(secret, "HmacSHA256");
        }
        var family = FAMILIES.get(algorithm);
        if (family == null) {
            throw new IllegalArgumentException("algorithm is '" + algorithm + "': use EdDSA, ES256 or HS256");
        }
        var text = Files.readString(file).replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "");
        var spec = new X509EncodedKeySpec(Base64.getMimeDecoder().decode(text.strip()));
        var read = KeyFactory.getInstance(family).generatePublic(spec);
        if (read instanceof ECPublicKey ec
                && ec.getParams().getCurve().getField().getFieldSize() != P256_BITS) {
            throw new IllegalArgumentException("ES256 needs a key on P-256");
        }
        return read;
    }
}
