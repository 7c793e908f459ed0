// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {

    private static final byte[] ABC = "abc".getBytes(StandardCharsets.US_ASCII);
    /** FIPS 180-2, appendix B.1. */
    private static final String SHA_256 =
            "BA:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:AD";

    @Test
    void of_sha256_isTheKnownHash() {
        assertThat(Fingerprint.of("sha-256", ABC)).hasToString("sha-256 " + SHA_256);
    }

    @Test
    void parse_anyCase_isNormalised() {
        assertThat(Fingerprint.parse("SHA-256  " + SHA_256.toLowerCase()))
                .contains(new Fingerprint("sha-256", SHA_256));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha-256", "sha-384", "sha-512"})
    void verifies_ownAndOtherBytes_tellsThemApart(String algorithm) {
        Fingerprint fingerprint =
                Fingerprint.parse(Fingerprint.of(algorithm, ABC).toString()).orElseThrow();
        assertThat(fingerprint.verifies(ABC)).isTrue();
        assertThat(fingerprint.verifies(new byte[] {1})).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha-256",
                "sha-256 AB:CD",
                "sha-1 4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB",
                "sha-256 ZZ:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:AD",
                "sha-256 BA-78-16-BF-8F-01-CF-EA-41-41-40-DE-5D-AE-22-23-B0-03-61-A3-96-17-7A-9C-B4-10-FF-61-F2-00-15-AD"
            })
    void parse_malformed_isEmpty(String attribute) {
        assertThat(Fingerprint.parse(attribute)).isEmpty();
    }

    @Test
    void constructor_malformed_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Fingerprint("md5", SHA_256));
    }

    @Test
    void generate_twice_givesDifferentCertificates() {
        assertThat(DtlsCertificate.generate(InstantSource.system()).fingerprint())
                .isNotEqualTo(DtlsCertificate.generate(InstantSource.system()).fingerprint());
    }
}
