// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.camquay.rtp.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudioPayloadTest {

    @Test
    void opus_anyPacket_isOnePayload() {
        var packet = Bytes.hex("ff" + "7801020304").position(1);

        var payloads = new OpusPacketizer().packetize(packet);

        assertThat(Wire.hex(payloads)).containsExactly("7801020304");
        assertThat(payloads.get(0).marker()).isFalse();
        assertThat(new OpusPacketizer().packetize(ByteBuffer.allocate(0))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // configuration << 3 | frame count code, as in RFC 6716 table 2
        "00, 480",
        "08, 960",
        "10, 1920",
        "18, 2880",
        "58, 2880",
        "60, 480",
        "68, 960",
        "78, 960",
        "80, 120",
        "88, 240",
        "90, 480",
        "98, 960",
        "f8, 960",
        "f9, 1920",
        "fa, 1920",
        "fb03, 2880",
        "fb, 0",
        "1b03, 0",
        "1b02, 5760"
    })
    void opusDuration_tableOfContents_isRead(String packet, int ticks) {
        assertThat(OpusPacketizer.duration(Bytes.hex(packet))).isEqualTo(ticks);
    }

    @Test
    void g711_longFrame_isSplitAt20Milliseconds() {
        var samples = Bytes.random(new Random(10), 400).position(10);

        var payloads = new G711Packetizer().packetize(samples);

        assertThat(payloads).extracting(RtpPayload::length).containsExactly(160, 160, 70);
        assertThat(payloads).extracting(RtpPayload::timestampOffset).containsExactly(0L, 160L, 320L);
        assertThat(String.join("", Wire.hex(payloads))).isEqualTo(Bytes.hex(samples));
        assertThat(new G711Packetizer().packetize(ByteBuffer.allocate(160))).hasSize(1);
        assertThat(new G711Packetizer().packetize(ByteBuffer.allocate(0))).isEmpty();
    }

    @Test
    void depacketizer_packets_areFramesInOrder() {
        var samples = Bytes.random(new Random(11), 480);
        var packets = new Wire(65535).packets(new G711Packetizer().packetize(samples), 8000);
        var depacketizer = new AudioDepacketizer();

        assertThat(depacketizer.push(packets.get(0)))
                .containsExactly(new DepacketizedFrame(8000, samples.slice(0, 160)));
        assertThat(depacketizer.push(packets.get(2)))
                .containsExactly(new DepacketizedFrame(8320, samples.slice(320, 160)));
        assertThat(depacketizer.push(packets.get(1))).isEmpty();
        assertThat(depacketizer.push(packets.get(2))).isEmpty();
    }
}
