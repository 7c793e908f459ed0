// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReorderingBufferTest {
    private static final long MILLI = 1_000_000;

    private final List<String> out = new ArrayList<>();
    private final ReorderingBuffer buffer = buffer(16);

    private ReorderingBuffer buffer(int most) {
        return new ReorderingBuffer(
                most,
                (packet, gap) -> out.add((gap ? "!" : "") + packet.header().sequenceNumber()));
    }

    private static RtpPacket packet(int number, long ssrc) {
        return RtpPacket.of(new RtpHeader(false, 96, number & 0xffff, 0, ssrc), Bytes.hex("aa"));
    }

    private void push(long millis, int... numbers) {
        for (int number : numbers) {
            buffer.push(packet(number, 1), millis * MILLI);
        }
    }

    @Test
    void order_isRestoredAcrossTheWrap() {
        push(0, 65533, 65535, 65534, 1, 0, 2);
        assertThat(out).containsExactly("!65533", "65534", "65535", "0", "1", "2");
    }

    @Test
    void duplicates_areLeftOut() {
        push(0, 5, 6, 6, 8, 8, 5, 7);
        assertThat(out).containsExactly("!5", "6", "7", "8");
    }

    @Test
    void lostPacket_isWaitedForAndThenGivenUp() {
        push(0, 1, 3, 4);
        buffer.tick(10 * MILLI);
        assertThat(out).containsExactly("!1");
        buffer.tick(20 * MILLI);
        assertThat(out).containsExactly("!1", "!3", "4");
    }

    @Test
    void latePacket_makesTheNextWaitLonger() {
        push(0, 1, 3);
        buffer.tick(20 * MILLI);
        push(40, 2);
        push(100, 4, 6);
        buffer.tick(130 * MILLI);
        assertThat(out).endsWith("4");
        push(135, 5);
        assertThat(out).endsWith("5", "6");
    }

    @Test
    void lossOfMoreThanItHolds_goesOnAtOnce() {
        push(0, 1, 200, 201);
        assertThat(out).containsExactly("!1", "!200", "201");
    }

    @Test
    void farJump_isBelievedWhenASecondPacketFollows() {
        push(0, 1, 30_000, 2, 30_001, 3);
        assertThat(out).containsExactly("!1", "2", "3");
        push(0, 40_000, 40_001);
        assertThat(out).endsWith("!40000", "40001");
    }

    @Test
    void anotherSource_takesOverWithItsSecondPacket() {
        push(0, 1, 2);
        buffer.push(packet(7, 9), 0);
        push(0, 3);
        buffer.push(packet(8, 9), 0);
        buffer.push(packet(9, 9), 0);
        buffer.push(packet(10, 9), 0);
        assertThat(out).containsExactly("!1", "2", "3", "!8", "9", "10");
    }

    @Test
    void overTcp_nothingIsHeld() {
        var ordered = buffer(1);
        for (int number : new int[] {1, 2, 5, 6}) {
            ordered.push(packet(number, 1), 0);
        }
        assertThat(out).containsExactly("!1", "2", "!5", "6");
    }
}
