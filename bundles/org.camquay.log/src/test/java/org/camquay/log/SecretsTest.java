// SPDX-License-Identifier: Apache-2.0
package org.camquay.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SecretsTest {
    @Test
    void append_anyCharacterInAPassword_showsNeitherUserNorPassword() {
        IntStream.rangeClosed('!', '~').forEach(c -> {
            var line = new StringBuilder();
            SafeText.append(
                    "Illegal character at index 7: rtsp://admin:p" + (char) c + "ZQ@camera/live (opened)", line);
            assertThat(line).hasToString("Illegal character at index 7: rtsp://camera/live (opened)");
        });
    }

    @Test
    void append_parametersNamedLikeSecrets_showsTheirNames() {
        var line = new StringBuilder();
        SafeText.append("srt://camera:9000?mode=caller&passphrase=geheim&latency=20 refused", line);
        assertThat(line).hasToString("srt://camera:9000?mode=caller&passphrase=***&latency=20 refused");
    }

    @Test
    void append_aLongLine_isCutAndItsRestCounted() {
        var line = new StringBuilder();
        SafeText.append("x".repeat(1990) + " rtsp://admin:" + "p".repeat(3000) + "@c " + "y".repeat(7000), line);
        assertThat(line.toString()).doesNotContain("admin", "pp").endsWith("more characters)");
    }
}
