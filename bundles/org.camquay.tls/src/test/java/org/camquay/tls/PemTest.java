// SPDX-License-Identifier: Apache-2.0
package org.camquay.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.InstantSource;
import java.util.Arrays;
import org.camquay.testkit.TestCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemTest {
    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("file.pem"), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void privateKey_ofPkcs8_isReadAndBelongs(String algorithm) throws Exception {
        var pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        var key = Pem.privateKey(file("a remark\n"
                + TestCertificate.pem("PRIVATE KEY", pair.getPrivate().getEncoded())));
        assertThat(Pem.belong(key, pair.getPublic())).isTrue();
        var other = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        assertThat(Pem.belong(key, other.getPublic())).isFalse();
    }

    @Test
    void privateKey_ofRsasOwnForm_isRead() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var pair = generator.generateKeyPair();
        byte[] pkcs8 = pair.getPrivate().getEncoded();
        // What PKCS #8 wraps stands at its end, behind 26 octets with a key of that size.
        byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
        var key = Pem.privateKey(file(TestCertificate.pem("RSA PRIVATE KEY", pkcs1)));
        assertThat(Pem.belong(key, pair.getPublic())).isTrue();
    }

    @Test
    void privateKey_encryptedOrNone_saysWhatToDo() throws IOException {
        assertThatThrownBy(() -> Pem.privateKey(file(TestCertificate.pem("ENCRYPTED PRIVATE KEY", new byte[40]))))
                .hasMessageContaining("openssl pkcs8");
        assertThatThrownBy(() -> Pem.privateKey(file("nothing"))).hasMessageContaining("no private key");
        assertThatThrownBy(() -> Pem.certificates(file(""))).hasMessageContaining("no certificate");
    }

    @Test
    void trust_fileThatIsNone_isNamed() {
        assertThatThrownBy(() -> Trust.context("/none.p12", null, InstantSource.system(), ""))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/none.p12");
    }

    @Test
    void identity_keyOfAnother_isRefused() throws Exception {
        var one = TestCertificate.make(folder, "EC", "one");
        var two = TestCertificate.make(folder, "EC", "two");
        Files.writeString(folder.resolve("chain.pem"), one.certificatePem());
        Files.writeString(folder.resolve("key.pem"), two.keyPem());
        assertThatThrownBy(() -> ServerIdentity.context(folder.resolve("chain.pem"), folder.resolve("key.pem")))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining("not the certificate's");
    }
}
