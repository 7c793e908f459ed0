// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.receive;

import static org.assertj.core.api.Assertions.assertThat;

import org.camquay.rtp.Bytes;
import org.camquay.rtp.aac.AudioSpecificConfig;
import org.camquay.rtp.aac.LatmConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LatmAssemblyTest {
    private final Camera camera = new Camera();
    private final LatmAssembly assembly = new LatmAssembly(1024, camera.output());

    @BeforeEach
    void connect() {
        camera.to(assembly);
    }

    @Test
    void severalFrames_followEachOtherByTheirLength() {
        camera.last(100, "02 aabb 01 cc");
        camera.last(2148, "01 dd");
        assertThat(camera.take()).containsExactly("100:aabb", "1124:cc", "2148:dd");
    }

    @Test
    void frame_ofMoreThan254Bytes_hasASizeInSeveral() {
        camera.last(1, "ff 02" + "ab".repeat(257));
        assertThat(camera.take()).containsExactly("1:" + "ab".repeat(257));
    }

    @Test
    void frame_inSeveralPackets_isPutTogether_andCountedWhereOneIsLost() {
        camera.send(1, "04 aabb");
        camera.last(1, "ccdd");
        assertThat(camera.take()).containsExactly("1:aabbccdd");
        camera.send(2, "04 aabb");
        camera.lose();
        camera.last(3, "01 ee");
        assertThat(camera.take()).containsExactly("3:ee");
        assertThat(assembly.damagedFrames()).isEqualTo(1);
    }

    @Test
    void configuration_isFoundAtItsBit() {
        // 0 1 000000 0000 000, then 1188, then what follows of a layer
        var latm = LatmConfig.parse(Bytes.hex("400023101fe0")).orElseThrow();
        assertThat(Bytes.hex(latm.description())).isEqualTo("1188");
        assertThat(latm.sound()).isEqualTo(new AudioSpecificConfig(2, 48_000, 1, 1024, 48_000));
        assertThat(AudioSpecificConfig.parse(latm.description())).contains(latm.sound());
        assertThat(LatmConfig.parse(Bytes.hex("c00023101fe0"))).isEmpty();
        assertThat(LatmConfig.parse(Bytes.hex("4002"))).isEmpty();
    }
}
