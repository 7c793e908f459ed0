// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReceptionStatisticsTest {

    private final ReceptionStatistics statistics = new ReceptionStatistics(7, 90_000);

    @Test
    void report_nothingReceived_isZero() {
        assertThat(statistics.report(0)).isEqualTo(new ReportBlock(7, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void report_everyFourthLost_countsSinceTheLastReport() {
        for (int i = 0; i < 100; i++) {
            if (i % 4 != 1) {
                receive(65_500 + i);
            }
        }
        var first = statistics.report(0);
        for (int i = 100; i < 200; i++) {
            receive(65_500 + i);
        }
        var second = statistics.report(0);

        assertThat(first.cumulativeLost()).isEqualTo(25);
        assertThat(first.fractionLost()).isEqualTo(64);
        assertThat(first.highestSequenceNumber()).isEqualTo(65_599);
        assertThat(second.cumulativeLost()).isEqualTo(25);
        assertThat(second.fractionLost()).isZero();
    }

    @Test
    void lost_reorderedAndDuplicated_followsTheRfc() {
        for (int sequence : new int[] {10, 12, 11, 13, 13, 13}) {
            receive(sequence);
        }

        assertThat(statistics.lost()).isEqualTo(-2);
        assertThat(statistics.report(0).cumulativeLost()).isEqualTo(-2);
        assertThat(statistics.report(0).fractionLost()).isZero();
    }

    @Test
    void onPacket_farJump_isBelievedWhenItContinues() {
        receive(100);
        receive(101);
        receive(30_000);
        assertThat(statistics.report(0).highestSequenceNumber()).isEqualTo(101);

        receive(30_001);
        assertThat(statistics.report(0).highestSequenceNumber()).isEqualTo(30_001);
        assertThat(statistics.lost()).isZero();
    }

    @Test
    void jitter_steadyClock_isZeroAndAlternatingDelayConverges() {
        long now = 1_700_000_000_000_000L;
        for (int i = 0; i < 200; i++) {
            statistics.onPacket(i, i * 3600L, now + i * 40_000L);
        }
        assertThat(statistics.jitter()).isZero();

        // 5 ms more on every second packet: 450 ticks of difference each time
        for (int i = 200; i < 600; i++) {
            statistics.onPacket(i, i * 3600L, now + i * 40_000L + i % 2 * 5_000L);
        }
        assertThat(statistics.jitter()).isBetween(440L, 451L);
    }

    @Test
    void jitter_timestampWrap_isNotADelay() {
        for (int i = 0; i < 100; i++) {
            statistics.onPacket(i, 0xffffff00L + i * 90L & 0xffffffffL, i * 1_000L);
        }
        assertThat(statistics.jitter()).isZero();
    }

    @Test
    void report_afterSenderReport_givesTheRoundTrip() {
        long sent = NtpTime.fromEpochMicros(1_700_000_000_250_000L);
        statistics.onSenderReport(new SenderReport(7, sent, 0, 0, 0, List.of()), 5_000_000);

        var block = statistics.report(5_500_000);

        assertThat(block.lastSenderReport()).isEqualTo(NtpTime.middle32(sent));
        assertThat(block.delaySinceLastSenderReport()).isEqualTo(32_768);
        long arrival = NtpTime.fromEpochMicros(1_700_000_000_250_000L + 500_000 + 80_000);
        assertThat(NtpTime.roundTripMicros(block, arrival)).isBetween(79_980L, 80_020L);
        assertThat(NtpTime.roundTripMicros(block, sent)).isEqualTo(-1);
        assertThat(NtpTime.roundTripMicros(new ReportBlock(7, 0, 0, 0, 0, 0, 0), arrival))
                .isEqualTo(-1);
    }

    @Test
    void roundTrip_exampleOfTheRfc_is6125Milliseconds() {
        // RFC 3550 figure 2: A - LSR - DLSR = b710:8000 - b705:2000 - 0005:4000 = 0006:2000
        var block = new ReportBlock(7, 0, 0, 0, 0, 0xb7052000L, 0x00054000L);

        assertThat(NtpTime.roundTripMicros(block, 0x0000b71080000000L)).isEqualTo(6_125_000);
    }

    @Test
    void ntpTime_knownInstants_convert() {
        assertThat(NtpTime.fromEpochMicros(0)).isEqualTo(0x83aa7e8000000000L);
        assertThat(NtpTime.fromEpochMicros(250_000)).isEqualTo(0x83aa7e8040000000L);
        assertThat(NtpTime.middle32(0x83aa7e8040000000L)).isEqualTo(0x7e804000L);
        // the seconds overflow in 2036
        assertThat(NtpTime.fromEpochMicros(2_085_978_496_500_000L)).isEqualTo(0x80000000L);
        assertThat(NtpTime.toShortUnits(1_000_000)).isEqualTo(65_536);
        assertThat(NtpTime.toShortUnits(-1)).isZero();
    }

    @Test
    void ntpTime_randomInstants_comeBack() {
        var random = new Random(14);
        for (int i = 0; i < 10_000; i++) {
            long micros = (long) (random.nextDouble() * 4_000_000_000_000_000L);
            assertThat(NtpTime.toEpochMicros(NtpTime.fromEpochMicros(micros))).isEqualTo(micros);
        }
    }

    private void receive(int sequenceNumber) {
        statistics.onPacket(sequenceNumber & 0xffff, 0, 0);
    }
}
