// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.camquay.rtp.RtpHeader;
import org.camquay.rtp.RtpPacket;
import org.junit.jupiter.api.Test;

class AacAssemblyTest {
    private static final Map<String, String> HBR =
            Map.of("mode", "AAC-hbr", "sizelength", "13", "indexlength", "3", "indexdeltalength", "3");

    private final Camera camera = new Camera();

    private AacAssembly assembly(Map<String, String> parameters, double ticks) {
        var made = new AacAssembly(name -> Optional.ofNullable(parameters.get(name)), ticks, camera.output());
        camera.to(made);
        return made;
    }

    @Test
    void severalFrames_followEachOtherByTheirLength() {
        assembly(HBR, 1024);
        camera.last(5000, "0030 0010 0018 0010 aabb ccddee ff11");
        assertThat(camera.take()).containsExactly("5000:aabb", "6024:ccddee", "7048:ff11");
        assertThat(camera.durations).containsOnly(1024L);
    }

    @Test
    void heAac_isTwiceAsLongInTicks() {
        assembly(HBR, 2048);
        camera.last(0, "0020 0010 0010 aabb ccdd");
        assertThat(camera.take()).containsExactly("0:aabb", "2048:ccdd");
    }

    @Test
    void time_wraps() {
        assembly(HBR, 1024);
        camera.last(0xffffffffL, "0020 0010 0010 aabb ccdd");
        assertThat(camera.take()).containsExactly("4294967295:aabb", "1023:ccdd");
    }

    @Test
    void frame_inSeveralPackets_isPutTogether() {
        var made = assembly(HBR, 1024);
        camera.send(7, "0010 0020 aabb");
        camera.last(7, "0010 0020 ccdd");
        assertThat(camera.take()).containsExactly("7:aabbccdd");
        camera.send(8, "0010 0020 aabb");
        camera.lose();
        camera.last(9, "0010 0010 eeff");
        assertThat(camera.take()).containsExactly("9:eeff");
        assertThat(made.damagedFrames()).isEqualTo(1);
    }

    @Test
    void lowBitRate_hasShorterHeaders() {
        assembly(Map.of("mode", "AAC-lbr"), 1024);
        camera.last(1, "0010 08 08 aabb ccdd");
        assertThat(camera.take()).containsExactly("1:aabb", "1025:ccdd");
    }

    @Test
    void modeWithoutLengths_meansThoseOfTheMode() {
        assembly(Map.of("mode", "aac-HBR"), 1024);
        camera.last(1, "0010 0010 aabb");
        assertThat(camera.take()).containsExactly("1:aabb");
    }

    @Test
    void adtsHeader_isTakenOff() {
        assembly(HBR, 1024);
        camera.last(1, "0010 0048 fff14c80013ffc aabb");
        assertThat(camera.take()).containsExactly("1:aabb");
    }

    @Test
    void sizeBeyondThePacket_isCounted() {
        var made = assembly(HBR, 1024);
        camera.last(1, "0020 0010 0100 aabb cc");
        assertThat(camera.take()).containsExactly("1:aabb");
        assertThat(made.damagedFrames()).isEqualTo(1);
    }

    @Test
    void randomPayloads_throwNothing() {
        var random = new Random(1);
        for (var parameters : new Map[] {
            HBR,
            Map.of("mode", "aac-lbr"),
            Map.of("constantsize", "3"),
            Map.of(
                    "sizelength",
                    "32",
                    "ctsdeltalength",
                    "7",
                    "auxiliarydatasizelength",
                    "16",
                    "randomaccessindication",
                    "1")
        }) {
            @SuppressWarnings("unchecked")
            Map<String, String> map = parameters;
            var any = new AacAssembly(
                    name -> Optional.ofNullable(map.get(name)),
                    1024,
                    (time, duration, bytes) -> assertThat(bytes).isNotEmpty());
            for (int i = 0; i < 50_000; i++) {
                byte[] payload = new byte[random.nextInt(24)];
                random.nextBytes(payload);
                if (payload.length > 1) {
                    payload[0] = 0;
                }
                any.push(
                        RtpPacket.of(new RtpHeader(true, 96, i & 0xffff, i / 3, 1), ByteBuffer.wrap(payload)),
                        random.nextInt(9) == 0);
            }
        }
    }
}
