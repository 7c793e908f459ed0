// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/whep/demo",
                "/whep/front%20door",
                "/play/-/player.js",
                "/play/a.b",
                "/play/..a",
                "/play/%C3%A4",
                "/whep/50%25",
                "/play/demo/",
                "/play/a~b_c-d",
                "/play/%3Cscript%3E"
            })
    void isPlain_oneReading_isTrue(String path) {
        assertThat(RequestPath.isPlain(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "play",
                "/play;x/demo",
                "/play/;/demo",
                "/play/demo;jsessionid=1",
                "/play/%3bx",
                "/a\\b",
                "/a%5cb",
                "/a%5Cb",
                "/a%2fb",
                "/a%2Fb",
                "/../a",
                "/a/..",
                "/a/./b",
                "/.",
                "/a/%2e%2e/b",
                "/a/.%2E/b",
                "//a",
                "/a//b",
                "/a%00",
                "/a%0d%0ab",
                "/a%7f",
                "/a%252e",
                "/a%252Fb",
                "/a%zz",
                "/a%2",
                "/a%",
                "/a\tb"
            })
    void isPlain_moreThanOneReading_isFalse(String path) {
        assertThat(RequestPath.isPlain(path)).isFalse();
    }
}
