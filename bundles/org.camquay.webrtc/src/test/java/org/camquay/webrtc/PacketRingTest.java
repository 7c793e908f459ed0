// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.camquay.rtp.payload.OpusPacketizer;
import org.junit.jupiter.api.Test;

class PacketRingTest {
    @Test
    void get_unpublishedOrOverwritten_isNull() {
        var ring = new PacketRing(4);
        var payload = new OpusPacketizer()
                .packetize(ByteBuffer.wrap(new byte[] {1, 2}))
                .get(0);
        for (int i = 0; i < 6; i++) {
            ring.put(new TrackPacket(i, payload, i, true, new TrackPacket.Frame(i, i, i + 1, true, 2, 0, 0)));
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
}
