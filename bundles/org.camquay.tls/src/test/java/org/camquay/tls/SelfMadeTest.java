// SPDX-License-Identifier: Apache-2.0
package org.camquay.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfMadeTest {
    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1");

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private SelfMade selfMade;

    private SelfMade selfMade() {
        selfMade = selfMade == null ? new SelfMade(folder.resolve("tls"), () -> now) : selfMade;
        return selfMade;
    }

    private ServerIdentity identity() throws Exception {
        return ServerIdentity.pem(selfMade().certificate(), selfMade().key());
    }

    @Test
    void ensure_atFirst_makesACertificateForTheNamesAndForItsOwnerOnly() throws Exception {
        assertThat(selfMade().ensure(NAMES, Set.of("::1", "camera.lan"))).isTrue();
        var certificate = identity().certificate();
        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getSubjectAlternativeNames())
                .extracting(name -> String.valueOf(name.get(1)))
                .containsExactlyInAnyOrder("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "camera.lan");
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(certificate.getBasicConstraints()).as("no authority").isEqualTo(-1);
        assertThat(permissions(folder.resolve("tls"))).isEqualTo("rwx------");
        assertThat(permissions(selfMade().key())).isEqualTo("rw-------");
        assertThat(selfMade().ensure(NAMES, Set.of("another"))).as("it stays").isFalse();
    }

    private static String permissions(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void ensure_beforeItEnds_renewsItForTheSameKey() throws Exception {
        selfMade().ensure(NAMES, Set.of());
        var first = identity();
        now = now.plus(SelfMade.LASTS).minus(SelfMade.RENEWED).minusSeconds(1);
        assertThat(selfMade().ensure(NAMES, Set.of())).isFalse();
        now = now.plusSeconds(2);
        assertThat(selfMade().ensure(NAMES, Set.of())).isTrue();
        assertThat(identity().certificate()).isNotEqualTo(first.certificate());
        assertThat(identity().pin()).as("pins stay good").isEqualTo(first.pin());
    }

    /** A camera's clock begins in 1970, until the network tells it the time; and years have four digits from 2050 on. */
    @Test
    void ensure_clockThatJumps_isFollowed() throws Exception {
        for (var time : new String[] {
            "1970-01-02T00:00:00Z", "2026-03-01T12:00:00Z", "2051-01-01T00:00:00Z", "2020-01-01T00:00:00Z"
        }) {
            now = Instant.parse(time);
            assertThat(selfMade().ensure(NAMES, Set.of())).as(time).isTrue();
            identity().certificate().checkValidity(Date.from(now.plus(Duration.ofDays(300))));
        }
    }

    @Test
    void ensure_nameThatIsMissing_isAdded() throws Exception {
        selfMade().ensure(NAMES, Set.of());
        assertThat(selfMade().ensure(Set.of("localhost", "Camera.LAN"), NAMES)).isTrue();
        assertThat(selfMade().ensure(Set.of("camera.lan"), NAMES)).isFalse();
    }

    @Test
    void ensure_brokenCertificate_isMadeAnew_andABrokenKeyIsNamed() throws Exception {
        selfMade().ensure(NAMES, Set.of());
        Files.writeString(selfMade().certificate(), "nothing");
        assertThat(selfMade().ensure(NAMES, Set.of())).isTrue();
        Files.writeString(selfMade().key(), "nothing");
        assertThatThrownBy(() -> selfMade().ensure(NAMES, Set.of()))
                .hasMessageContaining("key.pem")
                .hasMessageContaining("no private key");
    }
}
