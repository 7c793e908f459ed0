// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class StunPeekTest {
    @Test
    void peek_rfc5769Request_tellsWhoseItIs() {
        var buffer = ByteBuffer.wrap(Vectors.REQUEST);
        assertThat(Stun.isStun(buffer)).isTrue();
        assertThat(Stun.transactionId(buffer)).isEqualTo(new TransactionId(0xb7e7a701, 0xbc34d686fa87dfaeL));
        assertThat(Stun.messageClass(buffer)).isEqualTo(StunClass.REQUEST);
        assertThat(Stun.method(buffer)).isEqualTo(StunMethod.BINDING);
        assertThat(Stun.username(buffer)).contains("evtj:h6vY");
        assertThat(Stun.usernameFragment(buffer)).contains("evtj");
        assertThat(Stun.username(ByteBuffer.wrap(Vectors.IPV4_RESPONSE))).isEmpty();
    }

    @Test
    void isStun_anotherHeader_isFalse() {
        for (int[] change : new int[][] {{0, 0x40}, {0, 4}, {4, 0}, {3, 0x5C}, {3, 0x59}}) {
            var bytes = Vectors.REQUEST.clone();
            bytes[change[0]] = (byte) change[1];
            assertThat(Stun.isStun(ByteBuffer.wrap(bytes))).isFalse();
        }
        for (int length = 0; length < Vectors.REQUEST.length; length++) {
            assertThat(Stun.isStun(ByteBuffer.wrap(Vectors.REQUEST, 0, length))).isFalse();
        }
    }

    @Test
    void username_behindTheIntegrity_isNotSeen() {
        var signed = StunMessage.request(1).integrity(StunKey.shortTerm("p")).build();
        var forged = ByteBuffer.allocate(signed.length() + 8).put(signed.toArray());
        forged.put(Vectors.hex("00060004 613a6200"));
        forged.putShort(2, (short) (forged.capacity() - 20)).flip();
        assertThat(Stun.isStun(forged)).isTrue();
        assertThat(Stun.username(forged)).isEmpty();
    }

    @Test
    void packetKind_everyFirstOctet_followsRfc7983() {
        for (int first = 0; first < 256; first++) {
            var expected = PacketKind.UNKNOWN;
            if (first < 4) {
                expected = PacketKind.STUN;
            } else if (first > 15 && first < 20) {
                expected = PacketKind.ZRTP;
            } else if (first > 19 && first < 64) {
                expected = PacketKind.DTLS;
            } else if (first > 63 && first < 80) {
                expected = PacketKind.TURN_CHANNEL;
            } else if (first > 127 && first < 192) {
                expected = PacketKind.RTP_RTCP;
            }
            assertThat(PacketKind.of(ByteBuffer.wrap(new byte[] {(byte) first})))
                    .isEqualTo(expected);
        }
        assertThat(PacketKind.of(ByteBuffer.allocate(0))).isEqualTo(PacketKind.UNKNOWN);
    }

    @Test
    void channelData_writtenAndRead_isTheSame() {
        var out = ByteBuffer.allocate(20);
        ChannelData.writePadded(out, 0x4001, ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}));
        assertThat(out.flip().remaining()).isEqualTo(12);
        assertThat(ChannelData.channel(out)).isEqualTo(0x4001);
        assertThat(ChannelData.payload(out)).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}));
        for (int length = 0; length < 9; length++) {
            assertThat(ChannelData.channel(out.slice(0, length))).isEqualTo(-1);
        }
        assertThat(ChannelData.channel(ByteBuffer.wrap(Vectors.hex("50000000"))))
                .isEqualTo(-1);
        assertThat(ChannelData.channel(ByteBuffer.wrap(Vectors.hex("3fff0000"))))
                .isEqualTo(-1);
        assertThat(ChannelData.channel(ByteBuffer.wrap(Vectors.hex("4fff0000"))))
                .isEqualTo(0x4FFF);
    }
}
