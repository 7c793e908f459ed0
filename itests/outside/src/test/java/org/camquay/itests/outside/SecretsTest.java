// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.camquay.itests.harness.Await;
import org.camquay.itests.harness.Product;
import org.camquay.itests.harness.Workspace;
import org.junit.jupiter.api.Test;

/** Who could read the passwords of cameras. */
class SecretsTest {
    private static final String COMMANDED = "pass-by-command";
    private static final String WRITTEN = "pass-in-a-configuration";
    private static final String FILED = "pass-in-a-file-of-its-own";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> !Files.isSymbolicLink(file)).toList();
        }
    }

    private static List<Path> holding(Path folder, String text) throws IOException {
        return files(folder).stream()
                .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                .filter(file -> {
                    try {
                        return Files.readString(file, StandardCharsets.ISO_8859_1)
                                .contains(text);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    @Test
    void start_passwordsOfEachKind_areForTheOwnerOnly_andASecretInAFileIsCopiedNowhere() throws Exception {
        var etc = Workspace.temporary("etc");
        var secret = Workspace.temporary("secret").resolve("camera");
        // As an earlier version left them.
        Files.setPosixFilePermissions(etc, PosixFilePermissions.fromString("rwxr-xr-x"));
        pull(etc, "written", "rtsp://user:" + WRITTEN + "@127.0.0.1:9/live");
        pull(etc, "filed", "rtsp://user:${file:" + secret + "}@127.0.0.1:9/live");
        try (var product = Product.start(etc)) {
            product.api()
                    .call(
                            "pullStream",
                            "uri=rtsp://user:" + COMMANDED + "@127.0.0.1:9/live",
                            "localStreamName=commanded");
            assertThat(product.log()).contains("camquay: narrowed: " + etc);
            Await.until(
                    "the log says what is missing",
                    PATIENCE,
                    () -> product.log().contains("configuration waits for a secret"));
            assertThat(names(product)).contains("written").doesNotContain("filed");
            Files.writeString(secret, FILED + "\n");
            Await.until(
                    "the configuration gets its secret",
                    PATIENCE,
                    () -> names(product).contains("filed"));

            assertThat(holding(etc, WRITTEN)).as("the framework has copies").hasSizeGreaterThan(1);
            assertThat(holding(etc, COMMANDED)).isNotEmpty();
            assertThat(holding(etc, FILED))
                    .as("copies of a secret that lies in a file")
                    .isEmpty();
            for (var file : files(etc)) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .endsWith("------");
            }
            assertThat(product.log()).doesNotContain(WRITTEN, COMMANDED, FILED);
            assertThat(product.api().data("listConfig").toString()).doesNotContain(WRITTEN, COMMANDED, FILED);
        }
    }

    private static String names(Product product) {
        return product.api()
                .data("listConfig")
                .path("pull")
                .findValuesAsText("localStreamName")
                .toString();
    }

    private static void pull(Path etc, String name, String uri) throws IOException {
        var file = etc.resolve("org.camquay.control.PullStream~" + name + ".cfg");
        Files.writeString(file, "uri = " + uri + "\nlocalStreamName = " + name + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
}
