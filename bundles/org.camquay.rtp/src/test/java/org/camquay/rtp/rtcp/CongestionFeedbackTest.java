// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.camquay.rtp.Bytes;
import org.junit.jupiter.api.Test;

class CongestionFeedbackTest {
    private static final int LOST = TransportFeedback.LOST;

    private static RtcpPacket read(String hex) {
        var compound = RtcpCompound.parse(Bytes.hex(hex));
        assertThat(compound.badBytes()).isZero();
        return compound.packets().get(0);
    }

    private static ByteBuffer write(RtcpPacket packet) {
        var buffer = ByteBuffer.allocate(packet.length());
        packet.writeTo(buffer);
        assertThat(buffer.remaining()).isZero();
        return buffer.flip();
    }

    private static void golden(String hex, RtcpPacket packet) {
        assertThat(read(hex)).isEqualTo(packet);
        assertThat(Bytes.hex(write(packet))).isEqualTo(hex.replace(" ", ""));
    }

    /** The examples of chunks in draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1.3 and §3.1.4. */
    @Test
    void transportFeedback_chunksOfTheDraft_areRead() {
        // a run of 221 packets not received
        var run = (TransportFeedback) read("8fcd0005 00000001 00000002 0001 00dd 000001 00 00dd 0000");
        assertThat(run.deltas()).hasSize(221).containsOnly(LOST);
        // one-bit vector: 1 received, 5 lost, 3 received, 3 lost, 2 received
        var oneBit = (TransportFeedback) read("8fcd0006 00000001 00000002 fffe 000e 000001 07 a0e3 010203040506");
        assertThat(oneBit.deltas()).containsExactly(1, LOST, LOST, LOST, LOST, LOST, 2, 3, 4, LOST, LOST, LOST, 5, 6);
        assertThat(oneBit.baseSequence()).isEqualTo(0xfffe);
        assertThat(oneBit.feedbackCount()).isEqualTo(7);
        // two-bit vector: 1 lost, 1 large delta, 3 small ones, 2 lost
        var twoBits = (TransportFeedback) read("afcd0006 00000001 00000002 0001 0007 fffffe 01 c950 fffb 010203 01");
        assertThat(twoBits.deltas()).containsExactly(LOST, -5, 1, 2, 3, LOST, LOST);
        assertThat(twoBits.referenceTime()).isEqualTo(-2);
    }

    @Test
    void transportFeedback_golden_readsAndWrites() {
        golden(
                "afcd0006 00000001 00000002 0005 0004 00000a 03 2004 01020304 0002",
                new TransportFeedback(1, 2, 5, 10, 3, new int[] {1, 2, 3, 4}));
    }

    @Test
    void transportFeedback_random_readsWhatItWrote() {
        var random = new Random(14);
        for (int i = 0; i < 3000; i++) {
            int[] deltas = new int[random.nextInt(random.nextInt(20) == 0 ? 20_000 : 60)];
            int kind = 0;
            for (int n = 0; n < deltas.length; n++) {
                kind = random.nextInt(4) == 0 ? random.nextInt(4) : kind;
                deltas[n] = switch (kind) {
                    case 0 -> LOST;
                    case 1 -> random.nextInt(0x10000) - 0x8000;
                    default -> random.nextInt(0x100);
                };
            }
            var feedback = new TransportFeedback(
                    1, 0xffffffffL, random.nextInt(0x10000), random.nextInt() >> 8, random.nextInt(256), deltas);
            assertThat(RtcpCompound.parse(write(feedback))).isEqualTo(new RtcpCompound(List.of(feedback), 0));
        }
    }

    @Test
    void transportFeedback_cutOrReserved_isRefused() {
        for (var bad : List.of(
                "8fcd0002 00000001 00000002", // no fixed part
                "8fcd0004 00000001 00000002 0005 0004 00000a 03", // no chunk
                "8fcd0005 00000001 00000002 0005 0004 00000a 03 2004 0102", // too few deltas
                "8fcd0005 00000001 00000002 0005 0004 00000a 03 6004 0102", // reserved symbol in a run
                "8fcd0005 00000001 00000002 0005 0004 00000a 03 ffff 0102", // and in a vector
                "8fcd0005 00000001 00000002 0005 0004 00000a 03 0000 0102")) { // an empty run
            assertThat(RtcpCompound.parse(Bytes.hex(bad)).packets()).isEmpty();
        }
        assertThatThrownBy(() -> new TransportFeedback(1, 2, 0, 0, 0, new int[] {40_000}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TransportFeedback(1, 2, 0, 1 << 23, 0, new int[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void remb_golden_readsAndWrites() {
        // exponent 3, mantissa 0x3fdcf: 2094712 bit/s
        golden(
                "8fce0006 00000001 00000000 52454d42 020ffdcf 48769680 00000007",
                new ReceiverEstimatedMaxBitrate(1, 0x3fdcfL << 3, List.of(0x48769680L, 7L)));
        golden("8fce0004 00000001 00000000 52454d42 00000000", new ReceiverEstimatedMaxBitrate(1, 0, List.of()));
    }

    @Test
    void remb_anyBitrate_losesAtMostTheLowBits() {
        var random = new Random(15);
        for (int i = 0; i < 5000; i++) {
            long bitrate = random.nextLong() >>> 1 + random.nextInt(62);
            var packet = new ReceiverEstimatedMaxBitrate(1, bitrate, List.of(5L));
            var read = (ReceiverEstimatedMaxBitrate)
                    RtcpCompound.parse(write(packet)).packets().get(0);
            assertThat(read.bitrate()).isBetween(bitrate - (bitrate >> 17), bitrate);
        }
    }

    @Test
    void remb_overflowOrCut_isRefused() {
        for (var bad : List.of(
                "8fce0004 00000001 00000000 52454d42 00ffffff",
                "8fce0004 00000001 00000000 52454d42 01000001",
                "8fce0003 00000001 00000000 52454d42")) {
            assertThat(RtcpCompound.parse(Bytes.hex(bad)).packets()).isEmpty();
        }
    }
}
