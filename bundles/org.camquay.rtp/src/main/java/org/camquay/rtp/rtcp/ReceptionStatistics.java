// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.rtcp;

/**
 * What a receiver counts about one source, for its receiver reports: loss and jitter (RFC 3550 §6.4.1, A.1, A.3,
 * A.8). Times are microseconds of one clock, any epoch.
 */
public final class ReceptionStatistics {

    private static final int MAX_DROPOUT = 3000;
    private static final int MAX_MISORDER = 100;
    private static final int CYCLE = 1 << 16;

    private final long ssrc;
    private final int clockRate;
    private final Jitter jitter = new Jitter();

    private boolean started;
    private long firstSequence;
    private long highestSequence;
    private int suspect = -1;
    private long received;
    private long expectedBefore;
    private long receivedBefore;
    private long lastSenderReport;
    private long senderReportMicros;

    /**
     * @param ssrc the source
     * @param clockRate ticks per second of its timestamps
     */
    public ReceptionStatistics(long ssrc, int clockRate) {
        this.ssrc = ssrc;
        this.clockRate = clockRate;
    }

    /** Counts a packet. */
    public void onPacket(int sequenceNumber, long timestamp, long arrivalMicros) {
        if (!started) {
            restart(sequenceNumber);
        } else if (!advance(sequenceNumber)) {
            return;
        }
        received++;
        jitter.add(timestamp, arrivalMicros, clockRate);
    }

    /** Remembers a sender report of the source, so that it can measure the round trip. */
    public void onSenderReport(SenderReport report, long arrivalMicros) {
        lastSenderReport = NtpTime.middle32(report.ntpTime());
        senderReportMicros = arrivalMicros;
    }

    /** Packets lost since the beginning; negative with duplicates. */
    public long lost() {
        return expected() - received;
    }

    /** Interarrival jitter in ticks. */
    public long jitter() {
        return jitter.ticks();
    }

    /** The block for the next receiver report. The fraction lost counts from the call before. */
    public ReportBlock report(long nowMicros) {
        long expectedNow = expected() - expectedBefore;
        long lostNow = expectedNow - (received - receivedBefore);
        expectedBefore = expected();
        receivedBefore = received;
        int fraction = expectedNow <= 0 || lostNow <= 0 ? 0 : (int) Math.min(255, (lostNow << 8) / expectedNow);
        long delay = lastSenderReport == 0 ? 0 : NtpTime.toShortUnits(nowMicros - senderReportMicros);
        int cumulative = (int) Math.max(-0x800000, Math.min(0x7fffff, lost()));
        return new ReportBlock(
                ssrc, fraction, cumulative, highestSequence & 0xffffffffL, jitter.ticks(), lastSenderReport, delay);
    }

    private long expected() {
        return started ? highestSequence - firstSequence + 1 : 0;
    }

    private void restart(int sequenceNumber) {
        started = true;
        firstSequence = sequenceNumber;
        highestSequence = sequenceNumber;
        suspect = -1;
        received = 0;
        expectedBefore = 0;
        receivedBefore = 0;
        jitter.restart();
    }

    /** RFC 3550 A.1: a far jump is believed only when the packet after it follows; false for one not believed. */
    private boolean advance(int sequenceNumber) {
        int ahead = sequenceNumber - (int) highestSequence & 0xffff;
        if (ahead < MAX_DROPOUT) {
            highestSequence += ahead;
        } else if (ahead <= CYCLE - MAX_MISORDER) {
            if (sequenceNumber != suspect) {
                suspect = sequenceNumber + 1 & 0xffff;
                return false;
            }
            restart(sequenceNumber);
        }
        return true;
    }

    /** RFC 3550 A.8, in sixteenths of a tick. */
    private static final class Jitter {

        private boolean started;
        private long sixteenths;
        private long lastTimestamp;
        private long lastArrivalTicks;

        void add(long timestamp, long arrivalMicros, int clockRate) {
            // split, so that a clock since 1970 times 90000 does not overflow
            long arrivalTicks =
                    arrivalMicros / 1_000_000 * clockRate + arrivalMicros % 1_000_000 * clockRate / 1_000_000;
            if (started) {
                int difference = (int) (arrivalTicks - lastArrivalTicks - (timestamp - lastTimestamp));
                sixteenths += Math.abs((long) difference) - (sixteenths + 8 >> 4);
            }
            started = true;
            lastTimestamp = timestamp;
            lastArrivalTicks = arrivalTicks;
        }

        void restart() {
            started = false;
        }

        long ticks() {
            return sixteenths >> 4;
        }
    }
}
