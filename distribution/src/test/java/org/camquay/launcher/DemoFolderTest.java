// SPDX-License-Identifier: Apache-2.0
package org.camquay.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {
    @TempDir
    private Path parent;

    /** As a demo that was killed leaves it: with its lock's file, which nobody holds. */
    private Path left(String name) throws IOException {
        var folder = Files.createDirectories(parent.resolve(DemoFolder.PREFIX + name));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Files.createFile(folder.resolve(DemoFolder.LOCK));
        Files.writeString(
                Files.createDirectories(folder.resolve("state/framework")).resolve("bundle"), "x");
        return folder;
    }

    @Test
    void close_withAllThatAServerWrites_leavesNothing() throws IOException {
        try (var folder = DemoFolder.make(parent)) {
            Files.writeString(
                    Files.createDirectories(folder.path().resolve("state/a/b")).resolve("c"), "x");
            Files.writeString(folder.path().resolve("a.cfg"), "x");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())))
                    .isEqualTo("rwx------");
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void make_besideDemosThatLive_leavesTheirs() throws IOException {
        try (var first = DemoFolder.make(parent)) {
            try (var second = DemoFolder.make(parent)) {
                assertThat(first.path()).isDirectory();
                assertThat(second.path()).isDirectory();
            }
            assertThat(first.path()).isDirectory();
        }
    }

    @Test
    void make_besideFoldersOfDeadDemos_deletesThem() throws IOException {
        left("1");
        left("2");
        Files.createDirectory(
                parent.resolve(DemoFolder.PREFIX + "-half-deleted"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (var folder = DemoFolder.make(parent)) {
            assertThat(parent).isDirectoryNotContaining(file -> !file.equals(folder.path()));
        }
    }

    @Test
    void make_besideWhatIsNotSurelyADeadDemos_leavesIt() throws IOException {
        var wide = left("-wide");
        Files.setPosixFilePermissions(wide, PosixFilePermissions.fromString("rwxrwxrwx"));
        var without = left("-without-lock");
        Files.delete(without.resolve(DemoFolder.LOCK));
        var elsewhere = Files.createDirectories(parent.resolve("elsewhere/state"));
        var link = Files.createSymbolicLink(parent.resolve(DemoFolder.PREFIX + "-link"), parent.resolve("elsewhere"));
        var file = Files.writeString(parent.resolve(DemoFolder.PREFIX + "-file"), "x");
        DemoFolder.make(parent).close();
        assertThat(parent)
                .isDirectoryNotContaining(path -> path.getFileName().toString().matches(".*demo\\d+"));
        for (var kept : List.of(wide, without, elsewhere, link, file)) {
            assertThat(kept).exists();
        }
    }

    /** What it leads to is another's. */
    @Test
    void close_withALinkInIt_leavesWhereThatLeads() throws IOException {
        var other = Files.writeString(parent.resolve("other"), "x");
        var folder = Files.createDirectory(parent.resolve("tmp"));
        try (var demo = DemoFolder.make(folder)) {
            Files.createSymbolicLink(demo.path().resolve("link"), other);
            Files.createSymbolicLink(demo.path().resolve("folder"), parent);
        }
        assertThat(other).exists();
        assertThat(folder).isEmptyDirectory();
    }
}
