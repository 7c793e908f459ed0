// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                "permessage-deflate; client_max_window_bits, x-webkit-deflate-frame",
                "a;b=1;c=\"2 3\" , d",
                " a "
            })
    void isOne_asBrowsersWriteIt_yes(String extensions) {
        assertThat(Handshake.isOne("13", KEY, List.of())).isTrue();
        assertThat(Handshake.isOne("13", KEY, List.of(extensions, "other"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ";;;", "a;", "a;;b", "a=", "a b", "a,", ",a", "a;b=\"c", "\u0000", "a;b=;c"})
    void isOne_malformedExtensions_no(String extensions) {
        assertThat(Handshake.isOne("13", KEY, List.of(extensions))).isFalse();
        assertThat(Handshake.isOne("13", KEY, List.of("good", extensions))).isFalse();
    }

    @Test
    void isOne_otherVersionOrKey_no() {
        assertThat(Handshake.isOne(null, KEY, List.of())).isFalse();
        assertThat(Handshake.isOne("8", KEY, List.of())).isFalse();
        for (var key : new String[] {null, "", "x", KEY + "=", "dGhlIHNhbXBsZSBub25jZQAA", KEY.replace("==", "")}) {
            assertThat(Handshake.isOne("13", key, List.of())).as("key %s", key).isFalse();
        }
    }

    @Test
    void isOne_longMalformedExtensions_isDecidedAtOnce() {
        assertThat(Handshake.isOne("13", KEY, List.of("a;b=c,".repeat(3000) + ";")))
                .isFalse();
    }
}
