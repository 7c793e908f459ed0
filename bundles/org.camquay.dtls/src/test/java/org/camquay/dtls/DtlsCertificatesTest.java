// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DtlsCertificatesTest {
    private Instant now = Instant.parse("2030-01-01T00:00:00Z");
    private final DtlsCertificates certificates = new DtlsCertificates(() -> now);

    @Test
    void current_withinAMonth_isTheSame() {
        var first = certificates.current();
        for (int day = 0; day < 27; day++) {
            now = now.plus(Duration.ofDays(1));
            assertThat(certificates.current()).isSameAs(first);
        }
    }

    @Test
    void current_beforeTheOldOneIsOver_isAnother() {
        var first = certificates.current();
        now = now.plus(Duration.ofDays(29));
        var second = certificates.current();
        assertThat(second.fingerprint()).isNotEqualTo(first.fingerprint());
        now = now.plus(Duration.ofDays(365));
        assertThat(certificates.current().fingerprint()).isNotEqualTo(second.fingerprint());
    }

    @Test
    void current_afterTheClockWasSet_isAnother() {
        now = Instant.parse("1970-01-01T00:00:10Z");
        var early = new DtlsCertificates(() -> now);
        var first = early.current();
        now = Instant.parse("2030-01-01T00:00:00Z");
        assertThat(early.current()).isNotSameAs(first);
        now = Instant.parse("2020-01-01T00:00:00Z");
        var back = early.current();
        assertThat(back).isNotSameAs(first);
        assertThat(early.current()).isSameAs(back);
    }
}
