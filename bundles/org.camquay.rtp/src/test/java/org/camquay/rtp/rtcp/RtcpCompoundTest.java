// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.camquay.rtp.Bytes;
import org.junit.jupiter.api.Test;

class RtcpCompoundTest {

    private static final ReportBlock BLOCK = new ReportBlock(0xaabbccddL, 64, -2, 0x1fffeL, 17, 0x87654321L, 0x10000L);
    private static final String BLOCK_HEX = "aabbccdd 40fffffe 0001fffe 00000011 87654321 00010000";

    @Test
    void senderReport_golden_readsAndWrites() {
        golden(
                "81c8000c 11223344 83aa7e80 40000000 fffffff0 00000007 00000400" + BLOCK_HEX,
                new SenderReport(0x11223344L, 0x83aa7e8040000000L, 0xfffffff0L, 7, 1024, List.of(BLOCK)));
    }

    @Test
    void receiverReport_golden_readsAndWrites() {
        golden("81c90007 11223344" + BLOCK_HEX, new ReceiverReport(0x11223344L, List.of(BLOCK)));
        golden("80c90001 11223344", new ReceiverReport(0x11223344L, List.of()));
    }

    @Test
    void sourceDescription_golden_readsAndWrites() {
        golden("81ca0003 11223344 0105 63616d" + "2d31 00", SourceDescription.of(0x11223344L, "cam-1"));
        // a name that ends at a multiple of 4 needs four zero bytes
        golden("81ca0004 00000001 0106 616263646566 00000000", SourceDescription.of(1, "abcdef"));
    }

    @Test
    void sourceDescription_otherItemsAndSeveralChunks_areRead() {
        var compound = RtcpCompound.parse(
                Bytes.hex("82ca0006 00000001 0601ff 010161 0000 00000002 010262630 0000000".replaceAll("\\s", "")));

        assertThat(compound.packets())
                .containsExactly(new SourceDescription(
                        List.of(new SourceDescription.Chunk(1, "a"), new SourceDescription.Chunk(2, "bc"))));
    }

    @Test
    void goodbye_moreSourcesThanAPacketNames_takesMorePackets() {
        var ssrcs = LongStream.range(0, 70).boxed().toList();
        var packets = Goodbye.all(ssrcs);
        assertThat(packets).hasSize(3);
        assertThat(packets.stream().flatMap(p -> p.ssrcs().stream())).containsExactlyElementsOf(ssrcs);
        assertThat(Goodbye.all(List.of())).isEmpty();
    }

    @Test
    void goodbye_golden_readsAndWrites() {
        golden("82cb0002 00000001 fffffffe", new Goodbye(List.of(1L, 0xfffffffeL), ""));
        golden("81cb0003 00000001 04646f6e 65000000", new Goodbye(List.of(1L), "done"));
    }

    @Test
    void feedback_golden_readsAndWrites() {
        golden(
                "81cd0003 00000001 00000002 fffe8001",
                new GenericNack(1, 2, List.of(new GenericNack.Entry(0xfffe, 0x8001))));
        golden("81ce0002 00000001 00000002", new PictureLossIndication(1, 2));
        golden(
                "84ce0004 00000001 00000000 00000002 2a000000",
                new FullIntraRequest(1, List.of(new FullIntraRequest.Entry(2, 42))));
    }

    @Test
    void unknown_application_isKeptForLater() {
        golden("80cc0002 00000001 6e616d65", new UnknownRtcp(204, 0, Bytes.hex("000000016e616d65")));
        golden("8fce0003 00000001 00000002 4e4f5045", new UnknownRtcp(206, 15, Bytes.hex("00000001000000024e4f5045")));
    }

    @Test
    void nack_pidAndBitmask_expandInOrder() {
        var lost = new ArrayList<Integer>();
        new GenericNack(1, 2, List.of(new GenericNack.Entry(0xfffe, 0x8001), new GenericNack.Entry(40, 0)))
                .forEachLost(lost::add);

        assertThat(lost).containsExactly(0xfffe, 0xffff, 14, 40);
    }

    @Test
    void nack_packed_expandsToTheSameNumbers() {
        var random = new Random(12);
        for (int i = 0; i < 2000; i++) {
            int[] lost = new int[1 + random.nextInt(40)];
            int at = random.nextInt(0x10000);
            for (int n = 0; n < lost.length; n++) {
                lost[n] = at & 0xffff;
                at += 1 + random.nextInt(random.nextBoolean() ? 2 : 30);
            }
            var nack = GenericNack.of(1, 2, lost);
            var expanded = new ArrayList<Integer>();
            nack.forEachLost(expanded::add);

            assertThat(expanded.stream().mapToInt(Integer::intValue).toArray()).isEqualTo(lost);
            assertThat(parse(write(List.of(nack))).packets()).containsExactly(nack);
        }
        assertThat(GenericNack.of(1, 2, 5, 5, 21, 22).entries())
                .containsExactly(new GenericNack.Entry(5, 0x8000), new GenericNack.Entry(22, 0));
    }

    @Test
    void parse_compound_keepsTheOrder() {
        List<RtcpPacket> packets = List.of(
                new SenderReport(1, 2, 3, 4, 5, List.of()),
                SourceDescription.of(1, "camquay"),
                new PictureLossIndication(1, 9));

        var bytes = write(packets);

        assertThat(bytes.remaining()).isEqualTo(RtcpCompound.length(packets));
        assertThat(parse(bytes)).isEqualTo(new RtcpCompound(packets, 0));
    }

    @Test
    void parse_padding_isTakenOff() {
        var padded = RtcpCompound.parse(Bytes.hex("a1ce0003 00000001 00000002 00000004"));
        var nonsense = RtcpCompound.parse(Bytes.hex("a1ce0003 00000001 00000002 000000ff"));

        assertThat(padded).isEqualTo(new RtcpCompound(List.of(new PictureLossIndication(1, 2)), 0));
        assertThat(nonsense).isEqualTo(new RtcpCompound(List.of(), 16));
    }

    @Test
    void parse_badTail_endsTheListAndIsCounted() {
        var good = "81ce0002 00000001 00000002";

        // wrong version; longer than the datagram; more blocks than bytes; cut header
        for (var bad : List.of("41ce0002 00000001 00000002", "81ce0003 00000001", "82c90001 00000001", "81ce")) {
            int length = bad.replace(" ", "").length() / 2;
            assertThat(RtcpCompound.parse(Bytes.hex(good + bad)))
                    .isEqualTo(new RtcpCompound(List.of(new PictureLossIndication(1, 2)), length));
        }
        assertThat(RtcpCompound.parse(Bytes.hex(""))).isEqualTo(new RtcpCompound(List.of(), 0));
    }

    @Test
    void parse_randomBytes_neverThrowsAndWritesBack() {
        var random = new Random(13);
        int parsed = 0;
        for (int i = 0; i < 200_000; i++) {
            var datagram = Bytes.random(random, 4 * random.nextInt(20) + random.nextInt(4));
            if (datagram.remaining() >= 4 && random.nextInt(5) > 0) {
                datagram.put(0, (byte) (0x80 | datagram.get(0) & (random.nextBoolean() ? 0x03 : 0x3f)));
                datagram.put(1, (byte) (200 + random.nextInt(8)));
                datagram.put(2, (byte) 0).put(3, (byte) random.nextInt(datagram.remaining() / 4));
            }
            var compound = RtcpCompound.parse(datagram);
            assertThat(compound.badBytes()).isBetween(0, datagram.remaining());
            for (var packet : compound.packets()) {
                parsed++;
                var again = write(List.of(packet));
                assertThat(again.remaining()).isEqualTo(packet.length());
                assertThat(parse(again).packets()).containsExactly(packet);
            }
        }
        assertThat(parsed).isGreaterThan(20_000);
    }

    @Test
    void write_tooSmallOrTooMany_isRefused() {
        assertThatThrownBy(() -> new PictureLossIndication(1, 2).writeTo(ByteBuffer.allocate(11)))
                .isInstanceOf(BufferOverflowException.class);
        assertThatThrownBy(() -> new ReceiverReport(1, java.util.Collections.nCopies(32, BLOCK)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SourceDescription.of(1, "x".repeat(256))).isInstanceOf(IllegalArgumentException.class);
    }

    private static void golden(String hex, RtcpPacket packet) {
        assertThat(parse(Bytes.hex(hex))).isEqualTo(new RtcpCompound(List.of(packet), 0));
        assertThat(Bytes.hex(write(List.of(packet)))).isEqualTo(hex.replace(" ", ""));
    }

    private static RtcpCompound parse(ByteBuffer datagram) {
        return RtcpCompound.parse(datagram);
    }

    private static ByteBuffer write(List<RtcpPacket> packets) {
        var buffer = ByteBuffer.allocate(RtcpCompound.length(packets));
        RtcpCompound.write(packets, buffer);
        return buffer.flip();
    }
}
