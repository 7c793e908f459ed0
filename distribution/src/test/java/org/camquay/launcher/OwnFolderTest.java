// SPDX-License-Identifier: Apache-2.0
package org.camquay.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnFolderTest {
    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();
    private Path etc;

    @BeforeEach
    void name() {
        etc = folder.resolve("etc");
    }

    private void secure() throws Exception {
        OwnFolder.secure(etc, said::add);
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static Path wide(Path file, String permissions) throws IOException {
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void secure_missing_isMadeForItsOwner_silently() throws Exception {
        secure();
        assertThat(permissions(etc)).isEqualTo("rwx------");
        assertThat(permissions(etc.resolve("state"))).isEqualTo("rwx------");
        assertThat(said).isEmpty();
    }

    @Test
    void secure_thatOthersCouldRead_isNarrowedWithAllInIt_andSaid() throws Exception {
        var deep = Files.createDirectories(etc.resolve("state/framework/bundle1/data/config"));
        wide(etc, "rwxr-xr-x");
        wide(etc.resolve("state"), "rwxrwxr-x");
        wide(Files.writeString(deep.resolve("a.config"), "password"), "rw-r--r--");
        wide(Files.writeString(etc.resolve("a.cfg"), "password = x"), "rw-rw-r--");
        wide(Files.createDirectory(etc.resolve("media")), "rwxr-xr-x");
        secure();
        for (var file : List.of(etc, etc.resolve("state"), deep)) {
            assertThat(permissions(file)).isEqualTo("rwx------");
        }
        assertThat(permissions(deep.resolve("a.config"))).isEqualTo("rw-------");
        assertThat(permissions(etc.resolve("a.cfg"))).isEqualTo("rw-------");
        assertThat(said).hasSize(1).first().asString().contains("narrowed", etc.toString());
        secure();
        assertThat(said).as("once").hasSize(1);
    }

    @Test
    void secure_folderThatManyUse_isRefusedAndLeftAlone() throws Exception {
        Files.createDirectory(etc);
        Files.writeString(etc.resolve("holiday.jpg"), "");
        wide(etc, "rwxr-xr-x");
        assertThatThrownBy(this::secure)
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("holds other things")
                .hasMessageContaining("a folder of its own");
        Files.createDirectory(etc.resolve("state"));
        Files.setAttribute(etc, "unix:mode", 01777);
        assertThatThrownBy(this::secure).as("as /tmp").hasMessageContaining("a folder of its own");
        assertThat(permissions(etc)).isEqualTo("rwxrwxrwx");
    }

    @Test
    void secure_linkInState_isNotFollowed() throws Exception {
        var elsewhere = wide(Files.writeString(folder.resolve("elsewhere"), ""), "rw-r--r--");
        Files.createDirectories(etc.resolve("state"));
        Files.createSymbolicLink(etc.resolve("state/link"), elsewhere);
        secure();
        assertThat(permissions(elsewhere)).isEqualTo("rw-r--r--");
    }

    @Test
    void secure_somebodyElses_isRefused() throws Exception {
        Files.createDirectory(etc);
        try {
            Files.setAttribute(etc, "unix:uid", 65534);
        } catch (IOException e) {
            Assumptions.abort("only root can give a folder away");
        }
        assertThatThrownBy(this::secure)
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("belongs to the user nobody");
    }
}
