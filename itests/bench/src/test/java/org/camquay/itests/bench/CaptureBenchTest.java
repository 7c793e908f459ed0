// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaptureBenchTest {
    private static final Path WORK = Path.of("target/work");
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void run_short_bothDriversHandOnThePicturesThatTheCameraSends() throws Exception {
        assumeTrue(Programs.find("ffmpeg").isPresent(), "ffmpeg is missing");
        var out = new PrintStream(said, true);
        var figures = new CaptureBench(List.of("seconds=5", "warmup=0", "transport=udp"), WORK, out).run();
        System.out.print(said);
        assertThat(figures.pictures()).as("pictures that both handed on in 5 s").isGreaterThan(15);
        assertThat(figures.cpuRatio()).isPositive();
        assertThat(figures.delayRatio()).isPositive();
    }

    @Test
    void words_unknown_areRefusedInASentence() {
        for (var word : List.of("seconds=x", "seconds=9999", "transport=pigeon", "speed=2", "seconds")) {
            assertThatThrownBy(() -> new CaptureBench(List.of(word), WORK, System.out))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(word.split("=")[0]);
        }
    }
}
