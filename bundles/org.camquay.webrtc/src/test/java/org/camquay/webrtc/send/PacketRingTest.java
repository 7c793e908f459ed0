// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.camquay.rtp.payload.OpusPacketizer;
import org.junit.jupiter.api.Test;

class PacketRingTest {
    @Test
    void get_unpublishedOrOverwritten_isNull() {
        var ring = new PacketRing(4);
        for (int i = 0; i < 6; i++) {
            ring.put(packet(i), Long.MAX_VALUE);
            if (i == 4) {
                ring.publish(5);
            }
        }
        assertThat(ring.get(5)).isNull();
        ring.publish(6);
        assertThat(ring.get(5).index()).isEqualTo(5);
        assertThat(ring.get(1)).isNull();
        assertThat(ring.get(-1)).isNull();
    }

    @Test
    void put_moreThanTheLeastSinceAKeyFrame_keepsThemUntilTheNextOne() {
        var ring = new PacketRing(4);
        for (int i = 0; i < 40; i++) {
            ring.put(packet(i), 3);
        }
        ring.publish(40);
        assertThat(ring.get(2)).isNull();
        for (int i = 3; i < 40; i++) {
            assertThat(ring.get(i).index()).isEqualTo(i);
        }
        ring.put(packet(40), 40);
        ring.publish(41);
        assertThat(ring.get(36)).isNull();
        assertThat(ring.get(37).index()).isEqualTo(37);
    }

    private static TrackPacket packet(int i) {
        var payload = new OpusPacketizer()
                .packetize(ByteBuffer.wrap(new byte[] {1, 2}))
                .get(0);
        return new TrackPacket(i, payload, i, true, new TrackPacket.Frame(i, i, i + 1, true, 2, 0, 0));
    }
}
