// SPDX-License-Identifier: Apache-2.0
package org.camquay.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.camquay.testkit.outside.OutsideProgram;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys and chains as openssl writes them. */
class KeyFormsTest {
    @TempDir
    private static Path folder;

    @BeforeAll
    static void program() {
        OutsideProgram.OPENSSL.require();
    }

    private static void shell(String line) throws Exception {
        var process = new ProcessBuilder("sh", "-ec", line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static Path path(String name) {
        return folder.resolve(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openssl ecparam -name prime256v1 -genkey -out k",
                "openssl ecparam -name secp384r1 -genkey -noout -out k",
                "openssl ecparam -name secp521r1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out k",
                "openssl genrsa -traditional -out k 2048 || openssl genrsa -out k 2048",
                "openssl genrsa -out k 3072",
                "openssl genrsa 4096 | openssl rsa -traditional -out k",
                "openssl genpkey -algorithm ed25519 -out k"
            })
    void pem_eachFormOfKey_isReadWithItsCertificate(String make) throws Exception {
        shell(make + "; openssl req -x509 -key k -subj /CN=test -days 2 -out c; cat k c > both");
        assertThat(ServerIdentity.pem(path("c"), path("k")).fingerprint()).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
        assertThat(ServerIdentity.pem(path("both"), path("both")).certificate())
                .as("key and certificate in one file")
                .isEqualTo(ServerIdentity.pem(path("c"), path("k")).certificate());
    }

    @Test
    void pin_andFingerprint_areThoseThatToolsShow() throws Exception {
        shell("openssl ecparam -name prime256v1 -genkey -out k; openssl req -x509 -key k -subj /CN=test -out c;"
                + "openssl x509 -in c -noout -fingerprint -sha256 > fingerprint;"
                + "openssl x509 -in c -noout -pubkey | openssl pkey -pubin -outform der"
                + " | openssl dgst -sha256 -binary | base64 > pin");
        var identity = ServerIdentity.pem(path("c"), path("k"));
        var fingerprint = Files.readString(path("fingerprint")).strip().replaceFirst(".*=", "");
        var pin = Files.readString(path("pin")).strip();
        assertThat(identity.fingerprint()).isEqualTo(fingerprint);
        assertThat(identity.pin()).hasToString("sha256/" + pin).isEqualTo(Pin.parse("sha256//" + pin));
        for (var text :
                new String[] {pin, "sha256/" + pin, fingerprint, fingerprint.toLowerCase(), "SHA256:" + fingerprint}) {
            assertThat(Pin.parse(text).matches(identity.certificate())).as(text).isTrue();
        }
    }

    @Test
    void parse_whateverThePinBeginsWith_isTheSameInEachForm() {
        for (var start : "/+A9z".split("")) {
            for (var next : "/+A9z".split("")) {
                var base64 = start + next + "V7vFTNNXQf/oPFE0JWlalIkS92npBE0i7pTQw3TeI=";
                var pin = Pin.parse(base64);
                assertThat(pin).hasToString("sha256/" + base64);
                assertThat(Pin.parse(pin.toString())).isEqualTo(pin);
                assertThat(Pin.parse("sha256//" + base64))
                        .as("as curl writes it")
                        .isEqualTo(pin);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha256/", "sha256/AAAA", "00:11", "zz", "sha1/2jmj7l5rSw0yVb/vlWAYkK/YBwk="})
    void parse_whatIsNoPin_isRefusedWithTheForms(String text) {
        assertThatThrownBy(() -> Pin.parse(text))
                .hasMessageContaining("sha256/")
                .hasMessageContaining("hexadecimal");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pkcs8 -topk8 -passout pass:x", "rsa -traditional -aes128 -passout pass:x"})
    void privateKey_withPassword_saysHowToTakeItAway(String form) throws Exception {
        shell("openssl genrsa 2048 | openssl " + form + " -out k");
        assertThatThrownBy(() -> Pem.privateKey(path("k")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt -in k");
    }

    @Test
    void certificates_chainThatBreaksOff_isNotAShorterChain() throws Exception {
        shell("openssl req -x509 -newkey rsa:2048 -nodes -keyout k -subj /CN=test -out c; cat c c > chain");
        assertThat(Pem.certificates(path("chain"))).hasSize(2);
        var text = Files.readString(path("chain"));
        Files.writeString(path("half"), text.substring(0, text.length() - 60));
        assertThatThrownBy(() -> Pem.certificates(path("half"))).hasMessageContaining("breaks off");
    }

    @Test
    void keyStore_ofPkcs12_isRead_andAWrongPasswordIsNamed() throws Exception {
        shell("openssl req -x509 -newkey rsa:2048 -nodes -keyout k -subj /CN=test -out c;"
                + "openssl pkcs12 -export -inkey k -in c -passout pass:secret -out p12; echo secret > word");
        assertThat(ServerIdentity.keyStore(path("p12"), "secret".toCharArray()).pin())
                .isEqualTo(ServerIdentity.pem(path("c"), path("k")).pin());
        assertThatThrownBy(() -> ServerIdentity.keyStore(path("p12"), "other".toCharArray()))
                .hasMessageContaining("has another password");
        assertThatThrownBy(() -> ServerIdentity.keyStore(path("none"), new char[0]))
                .hasMessageContaining("does not exist");
    }
}
