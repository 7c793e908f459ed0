// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.camquay.rtp.rtcp.TransportFeedback;
import org.junit.jupiter.api.Test;

class FeedbackTest {
    private static final long MILLI = 1_000_000;

    @Test
    void arrivals_gapAndReordering_areToldInUnitsOf250Micros() {
        var arrivals = new Arrivals();
        assertThat(arrivals.take(1, 2)).isNull();
        arrivals.add(65_535, 64 * MILLI);
        arrivals.add(2, 66 * MILLI);
        arrivals.add(0, 67 * MILLI);
        var feedback = arrivals.take(1, 2);
        assertThat(feedback.baseSequence()).isEqualTo(65_535);
        assertThat(feedback.referenceTime()).isEqualTo(1);
        assertThat(feedback.deltas()).containsExactly(1, 12, TransportFeedback.LOST, -4);
        arrivals.add(3, 100 * MILLI);
        assertThat(arrivals.take(1, 2).baseSequence()).isEqualTo(3);
    }

    @Test
    void missing_gap_isAskedForUntilItComes() {
        var missing = new Missing();
        assertThat(missing.came(65_534, 0)).isFalse();
        assertThat(missing.came(1, MILLI)).isTrue();
        assertThat(missing.ask(MILLI)).containsExactly(65_535, 0);
        assertThat(missing.ask(2 * MILLI)).isEmpty();
        assertThat(missing.repaired(65_535)).isTrue();
        assertThat(missing.repaired(65_535)).isFalse();
        assertThat(missing.ask(50 * MILLI)).containsExactly(0);
    }

    @Test
    void missing_neverComes_needsAKeyFrame() {
        var missing = new Missing();
        missing.came(1, 0);
        missing.came(3, 0);
        for (int i = 0; i < 12; i++) {
            missing.ask(i * 50 * MILLI);
        }
        assertThat(missing.takeHopeless()).isTrue();
        assertThat(missing.takeHopeless()).isFalse();
        assertThat(missing.ask(1000 * MILLI)).isEmpty();
    }

    @Test
    void find_extensions_whereTheyAre() {
        var packet = ByteBuffer.allocate(40);
        packet.put(0, (byte) 0x90).putShort(12, (short) 0xbede).putShort(14, (short) 2);
        packet.put(16, (byte) 0x11).putShort(17, (short) 77).put(19, (byte) 0x20);
        assertThat(Extensions.find(packet, 1, 2)).isEqualTo(17);
        assertThat(Extensions.find(packet, 2, 8)).isEqualTo(-1);
        assertThat(Extensions.find(packet, 5, 2)).isEqualTo(-1);
        packet.put(0, (byte) 0x80);
        assertThat(Extensions.find(packet, 1, 2)).isEqualTo(-1);
    }
}
