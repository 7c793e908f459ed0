// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
    @Test
    void parse_nothing_isTheDefault() {
        assertThat(Options.parse(List.of())).isEqualTo(Options.DEFAULT);
    }

    @Test
    void parse_all_isWhatWasGiven() {
        var words =
                "--viewers 200 --cameras 4 --seconds 30 --warmup 5 --most-warmup 60 --input a.mp4 --against janus --decrypt --heap 256 --json o --datagram both --receive nio --stalled 2 --joins 5 --crowd 300 --silent 200";
        assertThat(Options.parse(List.of(words.split(" "))))
                .isEqualTo(new Options(
                        200, 4, 30, 5, 60, "a.mp4", "janus", "o", true, 256, "both", "nio", 2, 5, 300, 200));
    }

    @ParameterizedTest
    @CsvSource({
        "--viewers 0, from 1 to 5000",
        "--viewers many, from 1 to 5000",
        "--seconds, needs a value",
        "--against nginx, neither janus nor the folder of a built product",
        "--datagram pigeon, 'nio, epoll or both'",
        "--receive pigeon, gro or nio",
        "--bogus 1, unknown option"
    })
    void parse_wrong_saysWhatIsRight(String words, String sentence) {
        assertThatThrownBy(() -> Options.parse(List.of(words.split(" "))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }
}
