// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.opus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OpusPacketTest {
    /** Configuration, code, count byte and length in microseconds, by RFC 6716 tables 2 and 4. */
    @ParameterizedTest
    @CsvSource({
        "0,0,0,10000",
        "3,0,0,60000",
        "3,1,0,120000",
        "7,2,0,120000",
        "11,1,0,120000",
        "12,0,0,10000",
        "15,0,0,20000",
        "16,0,0,2500",
        "31,0,0,20000",
        "31,1,0,40000",
        "31,3,6,120000",
        "28,3,48,120000",
        "31,3,134,120000",
        "31,3,7,0",
        "3,3,3,0",
        "31,3,0,0"
    })
    void micros_ofEachConfiguration_isThatOfTheTables(int configuration, int code, int count, int expected) {
        byte[] packet = {(byte) (configuration << 3 | code), (byte) count, 0, 0};
        assertThat(OpusPacket.micros(ByteBuffer.wrap(packet))).isEqualTo(expected);
    }

    @Test
    void micros_ofNothing_isNothing() {
        assertThat(OpusPacket.micros(ByteBuffer.allocate(0))).isZero();
        assertThat(OpusPacket.micros(ByteBuffer.wrap(new byte[] {(byte) 0xfb}))).isZero();
    }
}
