// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtpPacketTest {

    private static final String PLAIN = "80e6fffe 89abcdef fedcba98 0102030405";

    @Test
    void parse_plainPacket_readsUnsignedFields() {
        var packet = RtpPacket.parse(Bytes.hex(PLAIN)).orElseThrow();

        assertThat(packet.header()).isEqualTo(new RtpHeader(true, 102, 0xfffe, 0x89abcdefL, 0xfedcba98L));
        assertThat(Bytes.hex(packet.payload())).isEqualTo("0102030405");
        assertThat(packet.extensionProfile()).isEqualTo(-1);
        assertThat(packet.extension(1)).isEmpty();
    }

    @Test
    void writeTo_sameHeader_givesSameBytes() {
        var buffer = ByteBuffer.allocate(12);

        new RtpHeader(true, 102, 0xfffe, 0x89abcdefL, 0xfedcba98L).writeTo(buffer);

        assertThat(Bytes.hex(buffer.flip())).isEqualTo("80e6fffe89abcdeffedcba98");
    }

    @Test
    void parse_contributingSourcesExtensionAndPadding_areTakenOff() {
        // V=2 P X CC=2; one-byte form: id 3 "ab", a padding byte, id 5 "7f"
        var packet = RtpPacket.parse(Bytes.hex("b2600001 00000002 00000003 aaaaaaaa bbbbbbbb"
                        + "bede0002 31616200 507f0000" + "cafe" + "000003"))
                .orElseThrow();

        assertThat(Bytes.hex(packet.payload())).isEqualTo("cafe");
        assertThat(packet.extensionProfile()).isEqualTo(0xbede);
        assertThat(packet.extension(3).map(Bytes::hex)).contains("6162");
        assertThat(packet.extension(5).map(Bytes::hex)).contains("7f");
        assertThat(packet.extension(4)).isEmpty();
        assertThat(OneByteExtensions.parse(packet.extension()))
                .containsExactly(HeaderExtension.ofText(3, "ab"), new HeaderExtension(5, new byte[] {0x7f}));
    }

    @Test
    void parse_positionInsideBuffer_isRespectedAndKept() {
        var datagram = Bytes.hex("ffffff" + PLAIN + "ee").position(3).limit(20);

        var packet = RtpPacket.parse(datagram).orElseThrow();

        assertThat(packet.header().sequenceNumber()).isEqualTo(0xfffe);
        assertThat(Bytes.hex(packet.payload())).isEqualTo("0102030405");
        assertThat(datagram.position()).isEqualTo(3);
    }

    @Test
    void parse_everyPrefixOfAFullPacket_neverThrows() {
        byte[] bytes = Bytes.array(
                Bytes.hex("b2600001 00000002 00000003 aaaaaaaa bbbbbbbb bede0002 31616200 507f0000 cafe 000003"));
        int headerAndExtension = 32;
        for (int length = 0; length < bytes.length; length++) {
            var packet = RtpPacket.parse(ByteBuffer.wrap(bytes, 0, length));
            if (length <= headerAndExtension) {
                assertThat(packet).isEmpty();
            }
        }
        assertThat(RtpPacket.parse(ByteBuffer.wrap(bytes))).isPresent();
    }

    @Test
    void parse_wrongVersionOrPadding_isEmpty() {
        assertThat(RtpPacket.parse(Bytes.hex("40e6fffe89abcdeffedcba9800"))).isEmpty();
        assertThat(RtpPacket.parse(Bytes.hex("a0e6fffe89abcdeffedcba9800"))).isEmpty();
        assertThat(RtpPacket.parse(Bytes.hex("a0e6fffe89abcdeffedcba9802"))).isEmpty();
        assertThat(RtpPacket.parse(Bytes.hex("a0e6fffe89abcdeffedcba98"))).isEmpty();
        assertThat(RtpPacket.parse(Bytes.hex("a0e6fffe89abcdeffedcba9801")))
                .hasValueSatisfying(
                        packet -> assertThat(packet.payload().remaining()).isZero());
    }

    @Test
    void parse_randomBytes_neverThrowsAndStaysInside() {
        var random = new Random(1);
        int parsed = 0;
        for (int i = 0; i < 100_000; i++) {
            var datagram = Bytes.random(random, random.nextInt(80));
            if (datagram.hasRemaining() && random.nextInt(4) > 0) {
                datagram.put(0, (byte) (0x80 | datagram.get(0) & 0x3f));
            }
            var packet = RtpPacket.parse(datagram);
            if (packet.isPresent()) {
                parsed++;
                OneByteExtensions.parse(packet.get().extension());
                packet.get().extension(1 + random.nextInt(14));
                assertThat(packet.get().payload().remaining() + 12).isLessThanOrEqualTo(datagram.remaining());
            }
        }
        assertThat(parsed).isGreaterThan(1000);
    }

    @Test
    void isRtcp_bySecondByte_separatesFromRtp() {
        assertThat(RtpPacket.isRtcp(Bytes.hex("81c8"))).isTrue();
        assertThat(RtpPacket.isRtcp(Bytes.hex("80e6"))).isFalse();
        assertThat(RtpPacket.isRtcp(Bytes.hex("8066"))).isFalse();
        assertThat(RtpPacket.isRtcp(Bytes.hex("81"))).isFalse();
    }

    @Test
    void template_withExtensions_writesWhatParseReads() {
        var extensions = List.of(HeaderExtension.ofText(4, "0"), new HeaderExtension(3, new byte[2]));
        var template = new RtpHeaderTemplate(96, 0xdeadbeefL, extensions);
        byte[] packet = new byte[template.length() + 3];

        int length = template.write(packet, 2, true, 0x1fffe, 0x1_8000_0001L);
        packet[2 + template.extensionOffset(3) + 1] = 0x2a;

        assertThat(length).isEqualTo(24).isEqualTo(template.length());
        var parsed =
                RtpPacket.parse(ByteBuffer.wrap(packet, 2, packet.length - 2)).orElseThrow();
        assertThat(parsed.header()).isEqualTo(new RtpHeader(true, 96, 0xfffe, 0x80000001L, 0xdeadbeefL));
        assertThat(parsed.extension(4).map(Bytes::hex)).contains("30");
        assertThat(parsed.extension(3).map(Bytes::hex)).contains("002a");
        assertThat(template.extensionOffset(9)).isEqualTo(-1);
    }

    @Test
    void template_bothWrites_giveTheSameBytes() {
        var template = new RtpHeaderTemplate(111, 7, List.of());
        byte[] array = new byte[12];
        var buffer = ByteBuffer.allocate(13).position(1);

        template.write(array, 0, true, 65535, 0xffffffffL);
        template.write(buffer, true, 65535, 0xffffffffL);

        assertThat(Bytes.hex(buffer.flip().position(1))).isEqualTo(Bytes.hex(ByteBuffer.wrap(array)));
        assertThat(template.extensionOffset(1)).isEqualTo(-1);
    }

    @Test
    void header_valueOutOfRange_isRefused() {
        assertThatThrownBy(() -> new RtpHeader(false, 128, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RtpHeader(false, 0, 65536, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RtpHeader(false, 0, 0, -1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HeaderExtension(15, new byte[1])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HeaderExtension(1, new byte[17])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void retransmission_wrapped_unwrapsToTheOriginal() {
        byte[] payload = new byte[5];
        int offset = Retransmission.writeOriginalSequenceNumber(payload, 0, 0xfedc);
        payload[offset] = 1;
        var rtx = RtpPacket.of(new RtpHeader(true, 97, 3, 4000, 5), ByteBuffer.wrap(payload));

        var original = Retransmission.unwrap(rtx, 96, 6).orElseThrow();

        assertThat(original.header()).isEqualTo(new RtpHeader(true, 96, 0xfedc, 4000, 6));
        assertThat(Bytes.hex(original.payload())).isEqualTo("010000");
        assertThat(Retransmission.unwrap(RtpPacket.of(rtx.header(), ByteBuffer.allocate(1)), 96, 6))
                .isEmpty();
    }
}
