// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BearerTokenTest {
    @ParameterizedTest
    @CsvSource({
        "Bearer abc.DEF-1_2~3+/=, abc.DEF-1_2~3+/=",
        "bearer abc, abc",
        "BEARER   abc, abc",
        "Basic dXNlcjpwYXNz, ''",
        "Digest x, ''",
        "Bearer, malformed",
        "Bearer a b, malformed",
        "'Bearer a,b', malformed",
        "Bearerabc, malformed",
        "Bearer ä, malformed"
    })
    void of_oneHeader_isReadAsTheRfcSays(String header, String token) {
        assertThat(BearerToken.of(List.of(header)).orElse("malformed")).isEqualTo(token);
    }

    @Test
    void of_noneOrMany_isNoneOrMalformed() {
        assertThat(BearerToken.of(List.of())).hasValue("");
        assertThat(BearerToken.of(List.of("Bearer a", "Bearer a"))).isEmpty();
        assertThat(BearerToken.of(List.of("Bearer " + "a".repeat(9000)))).isEmpty();
    }
}
