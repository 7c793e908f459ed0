// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.aac;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.camquay.rtp.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configurations as cameras and FFmpeg write them. */
final class AudioSpecificConfigTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "AAC LC 48 kHz mono, 1188, 2, 48000, 1, 1024, 48000, 21333",
        "AAC LC 44.1 kHz stereo, 1210, 2, 44100, 2, 1024, 44100, 23220",
        "AAC LC 8 kHz mono, 1588, 2, 8000, 1, 1024, 8000, 128000",
        "with SBR and PS told behind it, 131056e59d4800, 2, 24000, 2, 1024, 24000, 42667",
        "HE-AAC told before it, 2b918800, 2, 22050, 2, 1024, 48000, 46440",
        "960 samples, 118c, 2, 48000, 1, 960, 48000, 20000",
        "a rate of its own, 1780372010, 2, 28224, 2, 1024, 28224, 36281",
        "seven channels mean eight, 11b8, 2, 48000, 8, 1024, 48000, 21333"
    })
    void parse_configuration_tellsRateChannelsAndLength(
            String name, String hex, int type, int rate, int channels, int samples, int output, long micros) {
        var config = AudioSpecificConfig.parse(Bytes.hex(hex)).orElseThrow();

        assertThat(config).isEqualTo(new AudioSpecificConfig(type, rate, channels, samples, output));
        assertThat(config.frameMicros()).isEqualTo(micros);
    }

    @Test
    void parse_anyBytes_isEmptyOrPossible() {
        var random = new Random(3);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(8)];
            random.nextBytes(bytes);
            AudioSpecificConfig.parse(ByteBuffer.wrap(bytes)).ifPresent(config -> {
                assertThat(config.sampleRate()).isBetween(1, 192_000);
                assertThat(config.channels()).isBetween(0, 8);
            });
        }
    }
}
