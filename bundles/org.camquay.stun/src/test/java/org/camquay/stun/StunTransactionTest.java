// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.OptionalLong;
import org.camquay.stun.StunTransaction.Step;
import org.junit.jupiter.api.Test;

class StunTransactionTest {
    /** Close to where nanoTime wraps around. */
    private static final long START = Long.MAX_VALUE - 5_000_000_000L;

    private final StunMessage request = StunMessage.request(StunMethod.BINDING).build();

    @Test
    void poll_atEachDeadline_sendsAsRfc8489Says() {
        var transaction = new StunTransaction(request, RetransmissionSchedule.DEFAULT, START);
        var sent = new ArrayList<Long>();
        long now = START;
        var step = transaction.poll(now);
        while (step != Step.TIMED_OUT) {
            sent.add((now - START) / 1_000_000);
            now = transaction.deadline().orElseThrow();
            assertThat(transaction.poll(now - 1)).isEqualTo(Step.WAIT);
            step = transaction.poll(now);
        }
        assertThat(sent).containsExactly(0L, 500L, 1500L, 3500L, 7500L, 15500L, 31500L);
        assertThat((now - START) / 1_000_000).isEqualTo(39500);
        assertThat(transaction.deadline()).isEmpty();
        assertThat(transaction.poll(now + 1)).isEqualTo(Step.TIMED_OUT);
        assertThat(transaction.accept(StunMessage.success(request).build())).isFalse();
    }

    @Test
    void poll_reliableTransport_sendsOnce() {
        var transaction = new StunTransaction(request, RetransmissionSchedule.RELIABLE, START);
        assertThat(transaction.poll(START)).isEqualTo(Step.SEND);
        assertThat(transaction.poll(START + 39_499_999_999L)).isEqualTo(Step.WAIT);
        assertThat(transaction.poll(START + 39_500_000_000L)).isEqualTo(Step.TIMED_OUT);
    }

    @Test
    void poll_muchTooLate_sendsOnceAndGoesOn() {
        var schedule = RetransmissionSchedule.DEFAULT.withRto(Duration.ofMillis(100));
        var transaction = new StunTransaction(request, schedule, START);
        assertThat(transaction.poll(START)).isEqualTo(Step.SEND);
        long late = START + 10_000_000_000L;
        assertThat(transaction.poll(late)).isEqualTo(Step.SEND);
        assertThat(transaction.poll(late)).isEqualTo(Step.WAIT);
        assertThat(transaction.deadline()).isEqualTo(OptionalLong.of(late + 200_000_000));
    }

    @Test
    void accept_theResponse_endsItOnce() {
        var transaction = new StunTransaction(request, RetransmissionSchedule.DEFAULT, START);
        var response = StunMessage.success(request).build();
        assertThat(transaction.accept(response)).as("nothing was sent yet").isFalse();
        transaction.poll(START);
        assertThat(transaction.accept(request)).isFalse();
        assertThat(transaction.accept(StunMessage.success(
                                StunMessage.request(StunMethod.BINDING).build())
                        .build()))
                .isFalse();
        assertThat(transaction.roundTrip(START + 7)).isEqualTo(OptionalLong.of(7));
        assertThat(transaction.accept(response)).isTrue();
        assertThat(transaction.accept(response)).isFalse();
        assertThat(transaction.poll(START + 500_000_000)).isEqualTo(Step.DONE);
    }

    @Test
    void roundTrip_afterARetransmission_isUnknown() {
        var transaction = new StunTransaction(request, RetransmissionSchedule.DEFAULT, START);
        transaction.poll(START);
        transaction.poll(START + 500_000_000);
        assertThat(transaction.sent()).isEqualTo(2);
        assertThat(transaction.roundTrip(START + 500_000_007)).isEmpty();
    }

    @Test
    void stopSending_whileWaiting_stillTakesTheResponse() {
        var transaction = new StunTransaction(request, RetransmissionSchedule.DEFAULT, START);
        transaction.poll(START);
        transaction.stopSending(START + 1);
        assertThat(transaction.poll(START + 600_000_000)).isEqualTo(Step.WAIT);
        assertThat(transaction.deadline()).isEqualTo(OptionalLong.of(START + 1 + 8_000_000_000L));
        var other = new StunTransaction(request, RetransmissionSchedule.DEFAULT, START);
        other.poll(START);
        other.stopSending(START + 1);
        assertThat(other.poll(START + 1 + 8_000_000_000L)).isEqualTo(Step.TIMED_OUT);
        assertThat(transaction.accept(StunMessage.success(request).build())).isTrue();
    }
}
