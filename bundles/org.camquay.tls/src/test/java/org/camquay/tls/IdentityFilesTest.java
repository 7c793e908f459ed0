// SPDX-License-Identifier: Apache-2.0
package org.camquay.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.camquay.testkit.TestCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityFilesTest {
    @TempDir
    private Path folder;

    private TestCertificate made(String name) throws Exception {
        return TestCertificate.make(Files.createDirectories(folder.resolve(name)), "EC", name);
    }

    @Test
    void refresh_filesReplacedOneAfterTheOther_comesWithTheSecond() throws Exception {
        var certificate = folder.resolve("chain.pem");
        var key = folder.resolve("key.pem");
        made("one").writeTo(certificate, key);
        var files = IdentityFiles.pem(certificate, key);
        var first = files.load();
        assertThat(files.refresh()).as("nothing has changed").isEmpty();
        var two = made("two");
        Files.writeString(certificate, two.certificatePem());
        assertThatThrownBy(files::refresh)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not the certificate's");
        assertThat(files.refresh()).as("complained about once").isEmpty();
        Files.writeString(key, two.keyPem());
        assertThat(files.refresh()).get().isNotEqualTo(first);
    }

    @Test
    void refresh_fileThatIsHalfWrittenOrMissing_fails_andComesWhenItIsWhole() throws Exception {
        var certificate = folder.resolve("chain.pem");
        var key = folder.resolve("key.pem");
        made("one").writeTo(certificate, key);
        var files = IdentityFiles.pem(certificate, key);
        files.load();
        var two = made("two");
        Files.delete(certificate);
        assertThatThrownBy(files::refresh).hasMessageContaining("does not exist");
        Files.writeString(key, two.keyPem());
        Files.writeString(certificate, two.certificatePem().substring(0, 200));
        assertThatThrownBy(files::refresh).hasMessageContaining("breaks off");
        Files.writeString(certificate, two.certificatePem());
        assertThat(files.refresh()).isPresent();
    }

    @Test
    void refresh_linkThatPointsElsewhere_comesToo() throws Exception {
        for (var name : new String[] {"one", "two"}) {
            var to = Files.createDirectories(folder.resolve(name + "-files"));
            made(name).writeTo(to.resolve("c"), to.resolve("k"));
        }
        var link = Files.createSymbolicLink(folder.resolve("now"), folder.resolve("one-files"));
        var files = IdentityFiles.pem(link.resolve("c"), link.resolve("k"));
        files.load();
        var next = Files.createSymbolicLink(folder.resolve("next"), folder.resolve("two-files"));
        Files.move(next, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        assertThat(files.refresh()).isPresent();
    }

    @Test
    void load_storeWhosePasswordFileIsMissing_isNamed() throws Exception {
        var files = IdentityFiles.keyStore(folder.resolve("p12"), Optional.of(folder.resolve("word")));
        assertThatThrownBy(files::load).hasMessageContaining("password file").hasMessageContaining("word");
    }
}
