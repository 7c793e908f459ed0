// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.camquay.stun.AttributeType;
import org.camquay.stun.ChannelData;
import org.camquay.stun.StunClass;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
    private static ByteBuffer received(byte[] payload) {
        var packet = ByteBuffer.allocateDirect(Lane.HEADROOM + 65_536 + 4);
        packet.position(Lane.HEADROOM);
        return packet.put(payload).flip().position(Lane.HEADROOM);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 1200, 65_000})
    void dataIndication_anyLength_isWhatTheLibraryReads(int length) {
        var payload = new byte[length];
        Arrays.fill(payload, (byte) 7);
        for (var peer : new InetSocketAddress[] {
            new InetSocketAddress("192.0.2.1", 0x8765), new InetSocketAddress("2001:db8::7", 1)
        }) {
            var packet = received(payload);
            Frames.dataIndication(packet, peer);
            var message = StunMessage.decode(packet).orElseThrow();
            assertThat(message.messageClass()).isEqualTo(StunClass.INDICATION);
            assertThat(message.method()).isEqualTo(StunMethod.DATA);
            assertThat(message.attribute(AttributeType.XOR_PEER_ADDRESS).orElseThrow())
                    .isEqualTo(peer);
            assertThat(message.attribute(AttributeType.DATA).orElseThrow().toArray())
                    .isEqualTo(payload);
        }
    }

    @Test
    void channelData_onStreams_isPadded() {
        var packet = received(new byte[5]);
        Frames.channelData(packet, 0x4001, true);
        assertThat(packet.remaining()).isEqualTo(12);
        assertThat(ChannelData.channel(packet)).isEqualTo(0x4001);
        assertThat(ChannelData.payload(packet).remaining()).isEqualTo(5);
        var datagram = received(new byte[5]);
        Frames.channelData(datagram, 0x4FFF, false);
        assertThat(datagram.remaining()).isEqualTo(9);
    }
}
