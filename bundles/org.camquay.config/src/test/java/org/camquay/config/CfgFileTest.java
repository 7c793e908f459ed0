// SPDX-License-Identifier: Apache-2.0
package org.camquay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CfgFileTest {
    @TempDir
    Path folder;

    @Test
    void read_variablesAndUmlauts_areTakenAsWritten() throws IOException {
        System.setProperty("camquay.test.port", "4545");
        var file = Files.writeString(
                folder.resolve("a~b.cfg"), "# a comment\nersPort = ${camquay.test.port}\nname=Tür ${nobody}\n");
        var values = CfgFile.read(file);
        assertThat(values.get("ersPort")).isEqualTo("4545");
        assertThat(values.get("name")).isEqualTo("Tür ${nobody}");
    }

    @Test
    void read_ranking_isANumber() throws IOException {
        var file = Files.writeString(folder.resolve("a~b.cfg"), "service.ranking = 10\nport = 10\n");
        var values = CfgFile.read(file);
        assertThat(values.get("service.ranking")).isEqualTo(10);
        assertThat(values.get("port")).isEqualTo("10");
        Files.writeString(file, "service.ranking = high");
        assertThat(CfgFile.read(file).get("service.ranking")).isEqualTo("high");
    }

    @Test
    void read_badEscape_isAnIoExceptionThatNamesTheFile() throws IOException {
        var file = Files.writeString(folder.resolve("a~b.cfg"), "x=\\u12");
        assertThatThrownBy(() -> CfgFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a~b.cfg");
    }

    @ParameterizedTest
    @CsvSource({
        "org.x.Y~name.cfg,true",
        "org.x.Y.cfg,true",
        "org.x.Y-name.cfg,false",
        "~x.cfg,false",
        "x~.cfg,false",
        "x~y.jar,false"
    })
    void canHandle_filesOfConfigurations(String name, boolean expected) {
        assertThat(new CfgInstaller(null, new SecretFiles()).canHandle(new File(name)))
                .isEqualTo(expected);
    }
}
