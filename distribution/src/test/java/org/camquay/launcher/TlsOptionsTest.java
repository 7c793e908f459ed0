// SPDX-License-Identifier: Apache-2.0
package org.camquay.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsOptionsTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @TempDir
    private Path folder;

    private static TlsOptions parsed(String... words) throws Exception {
        return Options.parse("demo", List.of(words)).tls();
    }

    @Test
    void parse_withoutTls_isOff() throws Exception {
        assertThat(parsed().on()).isFalse();
        assertThat(parsed().framework(4545)).isEmpty();
        assertThat(Options.parse("demo", List.of()).features()).doesNotContain("tls");
    }

    @Test
    void parse_tls_bringsTheFeature_andTurnsPlainHttpOff() throws Exception {
        assertThat(Options.parse("demo", List.of("--tls")).features()).contains("tls");
        assertThat(parsed("--tls").framework(4545))
                .containsEntry("org.apache.felix.http.enable", "false")
                .containsEntry("org.osgi.service.http.port.secure", "4545");
        assertThat(parsed("--tls-certificate", "chain.pem").on()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "--tls-key k, --tls-certificate",
        "--tls-certificate c --tls-keystore p, not both",
        "--tls-password-file w, --tls-keystore",
        "--tls-name a/b, no host name"
    })
    void parse_thatMakesNoSense_saysWhatToGive(String words, String expected) {
        assertThatThrownBy(() -> parsed(words.split(" ")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void prepare_withoutFiles_makesACertificateThatStays() throws Exception {
        var tls = parsed("--tls", "--tls-name", "camera.lan");
        var first = tls.prepare(folder.resolve("tls"), LOOPBACK);
        assertThat(first.certificate().getSubjectAlternativeNames())
                .extracting(name -> String.valueOf(name.get(1)))
                .contains("camera.lan", "localhost", "127.0.0.1");
        assertThat(tls.prepare(folder.resolve("tls"), LOOPBACK).fingerprint()).isEqualTo(first.fingerprint());
    }

    @Test
    void prepare_missingFile_isNamed() throws Exception {
        var tls = parsed("--tls-certificate", folder.resolve("none.pem").toString());
        assertThatThrownBy(() -> tls.prepare(folder, LOOPBACK))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("none.pem does not exist");
    }
}
