// SPDX-License-Identifier: Apache-2.0
package org.camquay.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camquay.api.access.AccessRequest.Scope;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.OctetKeyPairJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that somebody made who has no right to: RFC 8725. */
class ForgedTokenTest {
    @TempDir
    Path folder;

    private House house;
    private PublicKey ownPublic;
    private String ownId;
    private Key ownPrivate;

    @BeforeEach
    void house() throws Exception {
        house = new House(folder);
        ownPublic = (PublicKey) house.issuer.verification().key();
        ownId = house.issuer.verification().id();
        var pair = (OctetKeyPairJsonWebKey)
                JsonWebKey.Factory.newJwk(Files.readString(folder.resolve("access/signing-key.jwk")));
        ownPrivate = pair.getPrivateKey();
    }

    /** What a good token of the room says, with the id of one that is in the list. */
    private JwtClaims claims() throws Exception {
        var listed = house.made(Scope.VIEW, "door", List.of(), false).token();
        var claims = new JwtClaims();
        claims.setIssuer("camquay");
        claims.setAudience("camquay");
        claims.setSubject("mallory");
        claims.setJwtId(listed.id());
        claims.setStringClaim("scope", "view device control administer");
        claims.setStringClaim("room", "door");
        claims.setExpirationTime(in(Duration.ofHours(1)));
        return claims;
    }

    private NumericDate in(Duration time) {
        return NumericDate.fromSeconds(house.clock.instant().plus(time).getEpochSecond());
    }

    private static String sign(JwtClaims claims, String algorithm, String id, Key key) throws Exception {
        var signature = new JsonWebSignature();
        signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        signature.setPayload(claims.toJson());
        signature.setAlgorithmHeaderValue(algorithm);
        if (!id.isEmpty()) {
            signature.setKeyIdHeaderValue(id);
        }
        signature.setKey(key);
        signature.setDoKeyValidation(false);
        return signature.getCompactSerialization();
    }

    private int status(String token) {
        return House.status(house.view(token, "door", "somebody"));
    }

    @Test
    void claims_signedByOurKey_areBelieved() throws Exception {
        assertThat(status(sign(claims(), "EdDSA", ownId, ownPrivate))).isEqualTo(200);
        assertThat(status(sign(claims(), "EdDSA", "", ownPrivate))).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE", ""})
    void algorithm_none_isRefused(String none) throws Exception {
        for (String header : List.of(
                "{\"alg\":\"" + none + "\"}",
                "{\"alg\":\"" + none + "\",\"kid\":\"" + ownId + "\"}",
                "{\"kid\":\"" + ownId + "\"}")) {
            var encoder = Base64.getUrlEncoder().withoutPadding();
            var unsigned = encoder.encodeToString(header.getBytes(StandardCharsets.UTF_8)) + "."
                    + encoder.encodeToString(claims().toJson().getBytes(StandardCharsets.UTF_8)) + ".";
            assertThat(status(unsigned)).isEqualTo(401);
            var good = sign(claims(), "EdDSA", ownId, ownPrivate);
            assertThat(status(unsigned + good.substring(good.lastIndexOf('.') + 1)))
                    .isEqualTo(401);
        }
    }

    @Test
    void hmac_withOurPublicKey_isRefused() throws Exception {
        var pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(ownPublic.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        for (byte[] known : List.of(ownPublic.getEncoded(), pem.getBytes(StandardCharsets.UTF_8))) {
            assertThat(status(sign(claims(), "HS256", ownId, new HmacKey(known))))
                    .isEqualTo(401);
            assertThat(status(sign(claims(), "HS256", "", new HmacKey(known)))).isEqualTo(401);
        }
    }

    @Test
    void key_ofSomebodyElse_isRefused() throws Exception {
        var other = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        assertThat(status(sign(claims(), "EdDSA", ownId, other.getPrivate()))).isEqualTo(401);
        var curve = KeyPairGenerator.getInstance("EC");
        curve.initialize(new ECGenParameterSpec("secp256r1"));
        assertThat(status(sign(claims(), "ES256", ownId, curve.generateKeyPair().getPrivate())))
                .isEqualTo(401);
    }

    @Test
    void keyInTheHeader_isNotTaken() throws Exception {
        var other = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var signature = new JsonWebSignature();
        signature.setPayload(claims().toJson());
        signature.setAlgorithmHeaderValue("EdDSA");
        signature.setJwkHeader((org.jose4j.jwk.PublicJsonWebKey) JsonWebKey.Factory.newJwk(other.getPublic()));
        signature.setKey(other.getPrivate());
        assertThat(status(signature.getCompactSerialization())).isEqualTo(401);
    }

    @Test
    void issuerOrAudience_ofAnother_isRefused() throws Exception {
        var issuer = claims();
        issuer.setIssuer("https://other.example");
        assertThat(status(sign(issuer, "EdDSA", ownId, ownPrivate))).isEqualTo(401);
        var audience = claims();
        audience.setAudience("other");
        assertThat(status(sign(audience, "EdDSA", ownId, ownPrivate))).isEqualTo(401);
        var nobody = claims();
        nobody.unsetClaim("aud");
        assertThat(status(sign(nobody, "EdDSA", ownId, ownPrivate))).isEqualTo(401);
    }

    @Test
    void times_thatDoNotHold_areRefused() throws Exception {
        var expired = claims();
        expired.setExpirationTime(in(Duration.ZERO));
        assertThat(status(sign(expired, "EdDSA", ownId, ownPrivate))).isEqualTo(401);
        var forever = claims();
        forever.unsetClaim("exp");
        assertThat(status(sign(forever, "EdDSA", ownId, ownPrivate))).isEqualTo(401);
        var later = claims();
        later.setNotBefore(in(Duration.ofMinutes(5)));
        assertThat(status(sign(later, "EdDSA", ownId, ownPrivate))).isEqualTo(401);
        var oddTypes = claims();
        oddTypes.setClaim("exp", "tomorrow");
        oddTypes.setClaim("streams", Map.of("a", 1));
        assertThat(status(sign(oddTypes, "EdDSA", ownId, ownPrivate))).isEqualTo(401);
    }

    @Test
    void token_overTheSizeLimit_isRefusedUnread() throws Exception {
        var good = house.token(Scope.VIEW, "door");
        assertThat(status(good + "A".repeat(TokenReader.MAX_LENGTH))).isEqualTo(401);
    }

    @Test
    void outsideIssuer_isBelievedForWhatItsKeyMayGrant() throws Exception {
        var curve = KeyPairGenerator.getInstance("EC");
        curve.initialize(new ECGenParameterSpec("secp256r1"));
        var pair = curve.generateKeyPair();
        var secret = new HmacKey("a secret of thirty-two bytes, or more".getBytes(StandardCharsets.UTF_8));
        var keys = List.of(
                house.issuer.verification(),
                outside("ES256", pair.getPublic(), "https://id.example"),
                outside("HS256", secret, "https://shared.example"));
        var elliptic = claims();
        elliptic.setIssuer("https://id.example");
        assertThat(read(sign(elliptic, "ES256", "", pair.getPrivate()), keys).token())
                .hasValueSatisfying(token -> assertThat(token.scopes()).containsExactly(Scope.VIEW));
        var shared = claims();
        shared.setIssuer("https://shared.example");
        assertThat(read(sign(shared, "HS256", "", secret), keys).token()).isPresent();
        shared.setIssuer("https://id.example");
        assertThat(read(sign(shared, "HS256", "", secret), keys).problem()).contains("another issuer");
        shared.setIssuer("camquay");
        assertThat(read(sign(shared, "HS256", "", secret), keys).token()).isEmpty();
    }

    private static VerificationKey outside(String algorithm, Key key, String issuer) {
        return new VerificationKey("", algorithm, key, issuer, "camquay", Set.of(Scope.VIEW), TrustedKey.SKEW);
    }

    private TokenReader.Reading read(String token, List<VerificationKey> keys) {
        Instant now = house.clock.instant();
        return TokenReader.read(token, keys, now);
    }

    @Test
    void keyFile_thatIsNoSecretOrNoKey_isRefused() throws Exception {
        var file = folder.resolve("key");
        Files.writeString(file, "short");
        assertThatThrownBy(() -> TrustedKey.key("HS256", file)).hasMessageContaining("32 bytes");
        Files.writeString(
                file,
                "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(ownPublic.getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        assertThatThrownBy(() -> TrustedKey.key("HS256", file)).hasMessageContaining("PEM");
        assertThatThrownBy(() -> TrustedKey.key("RS256", file)).hasMessageContaining("use EdDSA");
        assertThat(TrustedKey.key("EdDSA", file)).isEqualTo(ownPublic);
    }
}
