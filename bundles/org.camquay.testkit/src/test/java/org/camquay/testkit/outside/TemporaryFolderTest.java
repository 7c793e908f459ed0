// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {
    /** Linux counts to four millions. */
    private static final int NOBODY = 999_999_999;

    @TempDir
    private Path parent;

    @Test
    void close_withFilesInIt_leavesNothing() throws IOException {
        try (var folder = TemporaryFolder.make(parent, "kind")) {
            Files.writeString(Files.createDirectory(folder.path().resolve("a")).resolve("b"), "x");
            folder.close();
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void make_besideOthers_takesAwayThoseOfDeadJvmsOnly() throws IOException {
        var dead = Files.createDirectory(parent.resolve("kind-" + NOBODY + "-1"));
        Files.writeString(dead.resolve("a"), "x");
        var others = Files.createDirectory(parent.resolve("other-" + NOBODY + "-1"));
        try (var first = TemporaryFolder.make(parent, "kind");
                var second = TemporaryFolder.make(parent, "kind")) {
            assertThat(dead).doesNotExist();
            assertThat(others).exists();
            assertThat(first.path()).exists();
            assertThat(second.path()).exists();
        }
    }
}
