// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SegmentBatchTest {
    private static final int OVERHEAD = 16;

    private final SegmentBatch batch = new SegmentBatch();
    private final SentRuns agent = new SentRuns();

    /** Writes a packet of that length, and adds it to the run or begins the next one with it. */
    private Dropped put(SentRuns to, int length) {
        int start = batch.end();
        Arrays.fill(batch.array(), start, start + length, (byte) length);
        if (batch.takes(to, length)) {
            batch.add(to, length);
            return Dropped.NONE;
        }
        var dropped = batch.send(OVERHEAD);
        batch.begin(to, start, length);
        return dropped;
    }

    private void put(int... lengths) {
        for (int length : lengths) {
            put(agent, length);
        }
    }

    @Test
    void send_nothing_callsNobody() {
        assertThat(batch.send(OVERHEAD)).isEqualTo(Dropped.NONE);
        assertThat(agent.runs).isEmpty();
    }

    @Test
    void put_equalLengthsAndAShorterOne_isOneRun() {
        put(900, 900, 900, 300);
        assertThat(agent.runs).isEmpty();
        batch.send(OVERHEAD);
        assertThat(agent.runs).containsExactly(List.of(900, 900, 900, 300));
        assertThat(batch.isEmpty()).isTrue();
    }

    @Test
    void put_longerOrAfterAShorterOne_beginsTheNextRun() {
        put(40, 900, 900, 300, 300, 310);
        batch.send(OVERHEAD);
        assertThat(agent.runs).containsExactly(List.of(40), List.of(900, 900, 300), List.of(300), List.of(310));
    }

    @Test
    void put_manySmallOnes_endsARunAtSixtyFour() {
        put(IntStream.range(0, 130).map(i -> 50).toArray());
        batch.send(OVERHEAD);
        assertThat(agent.runs.stream().map(List::size)).containsExactly(64, 64, 2);
    }

    @Test
    void put_manyLargeOnes_endsARunAtTheLargestDatagram() {
        put(IntStream.range(0, 60).map(i -> 1400).toArray());
        batch.send(OVERHEAD);
        assertThat(agent.runs.stream().map(List::size)).containsExactly(46, 14);
    }

    @Test
    void put_anotherViewersPackets_goToThatViewer() {
        var other = new SentRuns();
        put(agent, 500);
        put(agent, 500);
        put(other, 500);
        batch.send(OVERHEAD);
        assertThat(agent.runs).containsExactly(List.of(500, 500));
        assertThat(other.runs).containsExactly(List.of(500));
    }

    @Test
    void send_fullSocket_saysHowManyBytesWereDropped() {
        agent.room = 2;
        put(900, 900, 900, 900, 300);
        assertThat(batch.send(OVERHEAD)).isEqualTo(new Dropped(3, 900 + 900 + 300 - 3 * OVERHEAD));
        agent.room = 0;
        put(700);
        assertThat(batch.send(OVERHEAD)).isEqualTo(new Dropped(1, 700 - OVERHEAD));
        assertThat(batch.send(OVERHEAD)).isEqualTo(Dropped.NONE);
    }

    @Test
    void put_anyLengths_arriveInOrderAndWhole() {
        var random = new Random(5);
        var lengths = random.ints(5_000, 0, 4)
                .map(i -> new int[] {100, 120, 1000, 1500}[i])
                .toArray();
        put(lengths);
        batch.send(OVERHEAD);
        assertThat(agent.runs.stream().flatMap(List::stream).mapToInt(i -> i).toArray())
                .isEqualTo(lengths);
    }
}
