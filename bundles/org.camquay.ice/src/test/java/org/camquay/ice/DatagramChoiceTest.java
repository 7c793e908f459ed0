// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.camquay.api.net.DatagramPorts;
import org.camquay.testkit.FakeEventLoop;
import org.junit.jupiter.api.Test;

final class DatagramChoiceTest {
    private static final Duration PATIENCE = Duration.ofNanos(DatagramChoice.PATIENCE);
    private static final DatagramPorts OTHER = local -> {
        throw new AssertionError("only MediaSockets opens");
    };

    private final FakeEventLoop loop = new FakeEventLoop();
    private int chosen;
    private final DatagramChoice choice = new DatagramChoice(loop, () -> chosen++);

    @Test
    void other_thatComes_endsTheWaitAtOnce() {
        assertThat(chosen).isZero();
        choice.bindOther(OTHER);
        assertThat(chosen).isOne();
    }

    @Test
    void other_thatStaysAway_isWaitedForASecond() {
        loop.advance(PATIENCE.minusNanos(1));
        assertThat(chosen).isZero();
        loop.advance(Duration.ofNanos(1));
        assertThat(chosen).isOne();
    }

    @Test
    void other_afterTheChoice_changesNothing() {
        loop.advance(PATIENCE);
        choice.bindOther(OTHER);
        choice.unbindOther(OTHER);
        choice.bindOther(OTHER);
        loop.advance(PATIENCE);
        assertThat(chosen).isOne();
    }
}
