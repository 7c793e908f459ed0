// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.camquay.rtp.Bytes;
import org.camquay.rtp.RtpHeader;
import org.camquay.rtp.RtpPacket;
import org.junit.jupiter.api.Test;

class H264DepacketizerTest {

    private final H264Depacketizer depacketizer = new H264Depacketizer();

    @Test
    void push_goldenPackets_giveAnAccessUnit() {
        assertThat(push(65535, 9000, false, "78" + "00042742c01f" + "000368ce38"))
                .isEmpty();
        assertThat(push(0, 9000, false, "7c85aabb")).isEmpty();
        assertThat(push(1, 9000, false, "7c05cc")).isEmpty();
        var frames = push(2, 9000, true, "7c45dd");

        assertThat(frames).hasSize(1);
        assertThat(frames.get(0).timestamp()).isEqualTo(9000);
        assertThat(Bytes.hex(frames.get(0).bytes()))
                .isEqualTo("000000012742c01f" + "0000000168ce38" + "0000000165aabbccdd");
    }

    @Test
    void push_newTimestampWithoutMarker_completesTheOlder() {
        push(1, 100, false, "6588");
        var frames = push(2, 200, true, "419a");

        assertThat(frames).extracting(DepacketizedFrame::timestamp).containsExactly(100L, 200L);
        assertThat(depacketizer.damagedFrames()).isZero();
    }

    @Test
    void push_fragmentLost_leavesOutTheWholeUnit() {
        push(1, 100, false, "7c85aabb");
        var frames = push(3, 100, true, "7c45dd");

        assertThat(frames).isEmpty();
        assertThat(depacketizer.damagedFrames()).isEqualTo(1);
        assertThat(push(4, 200, true, "419a")).hasSize(1);
    }

    @Test
    void push_endLost_damagesOnlyTheFrameThatMissesIt() {
        push(1, 100, false, "6588");
        // 2 was the marker of frame 100; frame 200 begins with first_mb_in_slice 0, frame 300 in the middle
        assertThat(push(3, 200, true, "419a"))
                .extracting(DepacketizedFrame::timestamp)
                .containsExactly(200L);
        assertThat(push(5, 300, true, "411a")).isEmpty();
        assertThat(depacketizer.damagedFrames()).isEqualTo(2);
    }

    @Test
    void push_joinedInTheMiddle_waitsForABeginning() {
        assertThat(push(7, 100, true, "7c45dd")).isEmpty();
        assertThat(push(8, 200, true, "6588")).hasSize(1);
    }

    @Test
    void push_lateAndDuplicate_areLeftOut() {
        push(10, 100, false, "6588");
        assertThat(push(10, 100, false, "6588")).isEmpty();
        assertThat(push(9, 100, false, "6589")).isEmpty();
        var frames = push(11, 100, true, "6590");

        assertThat(Bytes.hex(frames.get(0).bytes())).isEqualTo("000000016588" + "000000016590");
    }

    @Test
    void push_emptyPayloads_areProbes() {
        push(1, 100, true, "6588");
        assertThat(push(2, 100, false, "")).isEmpty();
        assertThat(push(3, 200, true, "419a")).hasSize(1);
        assertThat(depacketizer.damagedFrames()).isZero();
    }

    @Test
    void push_badPayloads_areCountedNotThrown() {
        int sequenceNumber = 0;
        // cut STAP-A, size 0, MTAP, FU-A without start, start twice is covered by random bytes, FU without body
        for (var bad : List.of("78000565", "780000", "7a0000", "7c05aa", "7c85", "60aa")) {
            assertThat(push(sequenceNumber++, sequenceNumber * 100, true, bad)).isEmpty();
        }
        assertThat(depacketizer.damagedFrames()).isEqualTo(6);
    }

    @Test
    void push_accessUnitAboveTheLimit_isLeftOut() {
        var small = new H264Depacketizer(100);
        var wire = new Wire(0);
        var large = Bytes.annexB(Bytes.nalUnit(new Random(6), 0x65, 200));
        var fits = Bytes.annexB(Bytes.nalUnit(new Random(6), 0x65, 96));

        assertThat(push(small, wire.packets(new H264Packetizer(64).packetize(large), 1)))
                .isEmpty();
        assertThat(push(small, wire.packets(new H264Packetizer(64).packetize(fits), 2)))
                .hasSize(1);
        assertThat(small.damagedFrames()).isEqualTo(1);
    }

    @Test
    void push_randomAccessUnits_comeBackUnchanged() {
        var random = new Random(7);
        var wire = new Wire(65_000);
        for (int i = 0; i < 1500; i++) {
            var accessUnit = accessUnit(random);
            var payloads = new H264Packetizer(32 + random.nextInt(1300)).packetize(accessUnit);
            var frames = push(depacketizer, wire.packets(payloads, i * 3000L));

            assertThat(frames).hasSize(1);
            assertThat(frames.get(0).bytes()).isEqualTo(accessUnit);
            assertThat(frames.get(0).timestamp()).isEqualTo(i * 3000L);
        }
        assertThat(depacketizer.damagedFrames()).isZero();
    }

    @Test
    void push_randomLoss_neverGivesADamagedAccessUnit() {
        var random = new Random(8);
        var wire = new Wire(0);
        var packetizer = new H264Packetizer(300);
        var sent = new HashMap<Long, ByteBuffer>();
        int complete = 0;
        int received = 0;
        for (long timestamp = 0; timestamp < 3000; timestamp++) {
            var accessUnit = accessUnit(random);
            sent.put(timestamp, accessUnit);
            var packets = new ArrayList<>(wire.packets(packetizer.packetize(accessUnit), timestamp));
            int before = packets.size();
            packets.removeIf(packet -> random.nextInt(20) == 0);
            complete += packets.size() == before ? 1 : 0;
            for (var frame : push(depacketizer, packets)) {
                received++;
                assertThat(frame.bytes()).isEqualTo(sent.get(frame.timestamp()));
            }
        }
        assertThat(received).isEqualTo(complete).isBetween(500, 2900);
        assertThat(depacketizer.damagedFrames()).isGreaterThan(50);
    }

    @Test
    void push_randomBytes_neverThrows() {
        var random = new Random(9);
        int frames = 0;
        for (int i = 0; i < 100_000; i++) {
            var payload = Bytes.random(random, random.nextInt(20));
            if (payload.hasRemaining() && random.nextBoolean()) {
                payload.put(0, (byte) (random.nextBoolean() ? 0x78 : 0x7c));
            }
            var header = new RtpHeader(random.nextInt(3) == 0, 96, i & 0xffff, i / 4, 1);
            frames += depacketizer.push(RtpPacket.of(header, payload)).size();
        }
        assertThat(frames).isGreaterThan(100);
        assertThat(depacketizer.damagedFrames()).isGreaterThan(100);
    }

    /** One to five units with four-byte start codes; each begins a picture as its first macroblock is 0. */
    private static ByteBuffer accessUnit(Random random) {
        byte[][] units = new byte[1 + random.nextInt(5)][];
        for (int i = 0; i < units.length; i++) {
            int length = random.nextInt(3) == 0 ? 2 + random.nextInt(8000) : 2 + random.nextInt(60);
            units[i] = Bytes.nalUnit(random, random.nextBoolean() ? 0x65 : 0x06, length);
            // only the first unit begins a picture, so that a lost beginning is noticed
            units[i][0] = i == 0 ? units[i][0] : 0x41;
            units[i][1] = (byte) (i == 0 ? 0x88 : 0x18);
        }
        return Bytes.annexB(units);
    }

    private List<DepacketizedFrame> push(int sequenceNumber, long timestamp, boolean marker, String payload) {
        var header = new RtpHeader(marker, 96, sequenceNumber, timestamp, 1);
        return depacketizer.push(RtpPacket.of(header, Bytes.hex(payload)));
    }

    private static List<DepacketizedFrame> push(RtpDepacketizer depacketizer, List<RtpPacket> packets) {
        var frames = new ArrayList<DepacketizedFrame>();
        for (var packet : packets) {
            frames.addAll(depacketizer.push(packet));
        }
        return frames;
    }
}
