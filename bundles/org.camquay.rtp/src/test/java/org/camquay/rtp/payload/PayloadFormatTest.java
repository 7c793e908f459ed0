// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadFormatTest {
    private static final java.util.List<PayloadFormat> ALL = PayloadFormat.ALL;

    @ParameterizedTest
    @FieldSource("ALL")
    void row_ofTheTable_isFoundAndComplete(PayloadFormat format) {
        assertThat(PayloadFormat.of(format.mimeType().toLowerCase(java.util.Locale.ROOT)))
                .containsSame(format);
        var parts = format.mimeType().split("/");
        assertThat(PayloadFormat.of(parts[0], parts[1], format.clockRate(), Math.max(1, format.channels())))
                .containsSame(format);
        assertThat(PayloadFormat.of(parts[0], parts[1], format.clockRate() + 1, 1))
                .isEmpty();
        assertThat(format.packetizer().apply("")).isNotNull();
        assertThat(format.depacketizer().get())
                .isNotSameAs(format.depacketizer().get());
        assertThat(format.descriptions().apply("")).isNotEmpty();
        assertThat(format.match().rank("", "")).isZero();
    }

    @Test
    void of_unknownType_isEmpty() {
        assertThat(PayloadFormat.of("video/VP8")).isEmpty();
        assertThat(PayloadFormat.of("audio/PCMU").orElseThrow().retransmitted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "profile-level-id=42e01f",
                "packetization-mode=1",
                "packetization-mode=;x",
                "Packetization-Mode=2"
            })
    void takesFragments_modeZeroNotSaid_does(String fmtp) {
        assertThat(h264().takesFragments().test(fmtp)).isTrue();
    }

    @Test
    void packetizer_ofModeZero_sendsSingleUnitsOrNothing() {
        var format = h264();
        String zero = "profile-level-id=42e01f; packetization-mode=0";
        assertThat(format.takesFragments().test(zero)).isFalse();
        var packetizer = format.packetizer().apply(zero);
        var small = packetizer.packetize(accessUnit(20, 30, 1000));
        assertThat(small).extracting(RtpPayload::length).containsExactly(20, 30, 1000);
        assertThat(small).extracting(RtpPayload::marker).containsExactly(false, false, true);
        assertThat(packetizer.packetize(accessUnit(20, RtpPacketizer.DEFAULT_MAX_PAYLOAD)))
                .hasSize(2);
        assertThat(packetizer.packetize(accessUnit(20, RtpPacketizer.DEFAULT_MAX_PAYLOAD + 1)))
                .isEmpty();
    }

    @Test
    void descriptions_ofACamerasModeZero_sayOne() {
        assertThat(h264().descriptions().apply("packetization-mode=0;profile-level-id=640028"))
                .hasSize(2)
                .allMatch(line -> line.contains("packetization-mode=1"));
        assertThat(h264().match().rank("profile-level-id=", "profile-level-id=42e01f"))
                .isZero();
    }

    @Test
    void unfragmented_ofAnyLine_saysModeZeroOnce() {
        for (String line : java.util.List.of(
                "",
                "profile-level-id=42e01f",
                "packetization-mode=1;profile-level-id=42e01f",
                "x=1;packetization-mode = 1")) {
            String zero = h264().unfragmented().apply(line);
            assertThat(h264().takesFragments().test(zero)).as(line).isFalse();
            assertThat(zero).containsOnlyOnce("packetization-mode").doesNotEndWith(";");
        }
        assertThat(h264().unfragmented().apply("packetization-mode=1;profile-level-id=42e01f"))
                .isEqualTo("packetization-mode=0;profile-level-id=42e01f");
    }

    private static PayloadFormat h264() {
        return PayloadFormat.of("video/h264").orElseThrow();
    }

    private static ByteBuffer accessUnit(int... sizes) {
        var bytes = ByteBuffer.allocate(Arrays.stream(sizes).map(s -> s + 4).sum());
        for (int size : sizes) {
            byte[] unit = new byte[size];
            Arrays.fill(unit, (byte) 0x61);
            bytes.putInt(1).put(unit);
        }
        return bytes.flip();
    }
}
