// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.camquay.rtp.Bytes;
import org.camquay.rtp.rtcp.CongestionControlFeedback.Stream;
import org.junit.jupiter.api.Test;

class CongestionControlFeedbackTest {

    private static ByteBuffer write(RtcpPacket packet) {
        var buffer = ByteBuffer.allocate(packet.length());
        packet.writeTo(buffer);
        assertThat(buffer.remaining()).isZero();
        return buffer.flip();
    }

    /** By RFC 8888 §3.1: two streams, the first with an odd number of reports. */
    @Test
    void golden_readsAndWrites() {
        var hex = "8bcd0009 00000001 00000007 fffe 0003 8400 0000 bffe 0000 fffffff0 0005 0002 8001 9fff 00018000";
        var packet = (CongestionControlFeedback)
                RtcpCompound.parse(Bytes.hex(hex)).packets().get(0);
        assertThat(packet.senderSsrc()).isEqualTo(1);
        assertThat(packet.timestamp()).isEqualTo(0x18000);
        var first = packet.streams().get(0);
        assertThat(first.ssrc()).isEqualTo(7);
        assertThat(first.beginSequence()).isEqualTo(0xfffe);
        assertThat(first.reports()).hasSize(3);
        assertThat(first.received(0)).isTrue();
        assertThat(first.offset(0)).isEqualTo(0x400);
        assertThat(first.received(1)).isFalse();
        assertThat(first.offset(1)).isEqualTo(-1);
        assertThat(first.received(2)).as("marked, too long ago to say when").isTrue();
        assertThat(first.offset(2)).isEqualTo(-1);
        var second = packet.streams().get(1);
        assertThat(second.ssrc()).isEqualTo(0xfffffff0L);
        assertThat(second.offset(0)).isEqualTo(1);
        assertThat(second.received(1)).as("after the report was timed").isTrue();
        assertThat(second.offset(1)).isEqualTo(-1);
        assertThat(Bytes.hex(write(packet))).isEqualTo(hex.replace(" ", ""));
    }

    @Test
    void random_readsWhatItWrote() {
        var random = new Random(88);
        for (int i = 0; i < 3_000; i++) {
            var streams = new ArrayList<Stream>();
            for (int n = random.nextInt(4); n > 0; n--) {
                var reports = new short[random.nextInt(random.nextInt(30) == 0 ? 16_385 : 60)];
                for (int r = 0; r < reports.length; r++) {
                    reports[r] = random.nextBoolean() ? Stream.arrived(random.nextInt(9_000)) : 0;
                }
                streams.add(new Stream(random.nextInt() & 0xffffffffL, random.nextInt(0x10000), reports));
            }
            var feedback = new CongestionControlFeedback(1, streams, random.nextInt() & 0xffffffffL);
            assertThat(RtcpCompound.parse(write(feedback))).isEqualTo(new RtcpCompound(List.of(feedback), 0));
        }
    }

    @Test
    void cutOrTooMany_isRefused() {
        for (var bad : List.of(
                "8bcd0001 00000001", // no timestamp
                "8bcd0003 00000001 00000007 00000000", // half of a stream
                "8bcd0004 00000001 00000007 00050001 80018002", // no timestamp behind the reports
                "8bcd0005 00000001 00000007 00054001 80018002 00000000")) { // 16385 reports
            assertThat(RtcpCompound.parse(Bytes.hex(bad)).packets()).as(bad).isEmpty();
        }
        assertThatThrownBy(() -> new Stream(1, 0, new short[16_385])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Stream(1, 0x10000, new short[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void damaged_neverThrows() {
        var random = new Random(8888);
        int read = 0;
        for (int i = 0; i < 100_000; i++) {
            var reports = new short[random.nextInt(12)];
            var good = write(new CongestionControlFeedback(
                    1, List.of(new Stream(7, 65_530, reports), new Stream(8, 1, new short[3])), 99));
            byte[] bytes = Bytes.array(good);
            for (int n = random.nextInt(4); n > 0; n--) {
                bytes[4 + random.nextInt(bytes.length - 4)] = (byte) random.nextInt();
            }
            int words = 1 + random.nextInt(bytes.length / 4);
            bytes[3] = (byte) (words - 1);
            for (var packet :
                    RtcpCompound.parse(ByteBuffer.wrap(bytes, 0, 4 * words)).packets()) {
                read++;
                for (var stream : ((CongestionControlFeedback) packet).streams()) {
                    for (int r = 0; r < stream.reports().length; r++) {
                        assertThat(stream.offset(r)).isBetween(-1, 0x1ffd);
                    }
                }
                assertThat(RtcpCompound.parse(write(packet)).packets()).containsExactly(packet);
            }
        }
        assertThat(read).isGreaterThan(2_000);
    }
}
