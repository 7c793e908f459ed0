// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityTest {
    private static final List<String> NAMES = List.of("Camera.example");

    private static boolean isOurs(String host) {
        return Authority.parse(host).filter(parsed -> parsed.isOurs(NAMES)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:4545",
                "localhost.",
                "127.0.0.1",
                "192.0.2.1:80",
                "[::1]",
                "[2001:db8::1]:4545",
                "[fe80::1%eth0]:4545",
                "camera.example",
                "CAMERA.example:443",
                "camera.example."
            })
    void isOurs_nameThatCannotBeRebound_isTrue(String host) {
        assertThat(isOurs(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "camera.example.evil",
                "a.localhost",
                "camera.example@evil",
                "evil/camera.example",
                "256.1.1.1",
                "1.2.3",
                "0x7f000001",
                "2130706433",
                "::1",
                "[::1",
                "[evil]",
                "[1.2.3.4]",
                "localhost:99999",
                "localhost:",
                "localhost:a",
                "localhost, evil",
                "camera.example..",
                "[::1%]",
                "[evil%eth0]",
                "[:::::]"
            })
    void isOurs_anyOther_isFalse(String host) {
        assertThat(isOurs(host)).isFalse();
    }
}
