// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SequenceMapTest {
    @Test
    void indexOf_afterJump_findsPacketsOfBothSides() {
        var map = new SequenceMap(100);
        map.jumpTo(7);
        assertThat(map.take()).isEqualTo(100);
        assertThat(map.take()).isEqualTo(101);
        map.skipNumber();
        map.jumpTo(50);
        assertThat(map.take()).isEqualTo(103);
        assertThat(map.indexOf(100)).isEqualTo(7);
        assertThat(map.indexOf(101)).isEqualTo(8);
        assertThat(map.indexOf(103)).isEqualTo(50);
    }

    @Test
    void indexOf_acrossRollOver_findsThePacket() {
        var map = new SequenceMap(65_534);
        map.jumpTo(0);
        for (int i = 0; i < 4; i++) {
            map.take();
        }
        assertThat(map.indexOf(65_535)).isEqualTo(1);
        assertThat(map.indexOf(0)).isEqualTo(2);
        assertThat(map.indexOf(1)).isEqualTo(3);
    }

    @Test
    void indexOf_numberBeforeTheFirst_isUnknown() {
        var map = new SequenceMap(100);
        map.jumpTo(0);
        map.take();
        assertThat(map.indexOf(99)).isEqualTo(-1);
    }
}
