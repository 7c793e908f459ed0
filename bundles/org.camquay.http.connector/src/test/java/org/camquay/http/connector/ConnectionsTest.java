// SPDX-License-Identifier: Apache-2.0
package org.camquay.http.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.camquay.http.connector.Held.Verdict;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
    private static final Limits LIMITS = new Limits(
            10,
            4,
            Set.of("127.0.0.9"),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            1000,
            100);

    private long now = Long.MAX_VALUE - 1_000_000_000L; // the clock may wrap around
    private final Connections connections = new Connections(LIMITS, () -> now);

    /** A line that remembers what was done to it. */
    private static final class FakeLine implements Held.Line {
        final List<String> done = new ArrayList<>();
        long bytes;

        @Override
        public long bytesIn() {
            return bytes;
        }

        @Override
        public void refuse(int status) {
            done.add("" + status);
        }

        @Override
        public void close() {
            done.add("closed");
        }
    }

    private FakeLine open(String address, boolean busy) throws UnknownHostException {
        now++;
        var line = new FakeLine();
        var held = opened(address, line);
        if (busy) {
            held.onRequest(false);
        }
        return line;
    }

    private Held opened(String address, FakeLine line) throws UnknownHostException {
        var held = connections.held(InetAddress.getByName(address), line);
        connections.opened(held);
        return held;
    }

    private void pass(double seconds) {
        now += (long) (seconds * 1e9);
    }

    @Test
    void opened_addressIsFull_theOldestIdleOneGoes() throws Exception {
        var busy = open("127.0.0.1", true);
        var oldest = open("127.0.0.1", false);
        var others = List.of(open("127.0.0.1", false), open("127.0.0.1", false), open("127.0.0.1", false));
        assertThat(oldest.done).containsExactly("503");
        assertThat(busy.done).isEmpty();
        assertThat(others).allSatisfy(line -> assertThat(line.done).isEmpty());
        assertThat(connections.open()).isEqualTo(4);
        assertThat(connections.displaced()).isEqualTo(1);
    }

    @Test
    void opened_addressIsFullOfServedOnes_theNewestGoes() throws Exception {
        for (int i = 0; i < 4; i++) {
            open("127.0.0.1", true);
        }
        assertThat(open("127.0.0.1", false).done).containsExactly("503");
        assertThat(open("127.0.0.2", false).done).isEmpty();
    }

    @Test
    void opened_bodiesThatDoNotCome_goBeforeTheNewest() throws Exception {
        var lines = new ArrayList<FakeLine>();
        for (int i = 0; i < 4; i++) {
            now++;
            var line = new FakeLine();
            opened("127.0.0.1", line).onRequest(true);
            lines.add(line);
        }
        assertThat(open("127.0.0.1", false).done).isEmpty();
        assertThat(lines.get(0).done).containsExactly("closed");
    }

    @Test
    void opened_allIsFull_theFullestAddressGivesWay() throws Exception {
        var single = open("127.0.0.1", false);
        var first = open("127.0.0.2", false);
        for (int i = 0; i < 3; i++) {
            open("127.0.0.2", false);
        }
        for (int i = 0; i < 5; i++) {
            open("127.0.1." + i, false);
        }
        assertThat(connections.open()).isEqualTo(10);
        assertThat(open("127.0.0.3", false).done).isEmpty();
        assertThat(first.done).containsExactly("503");
        assertThat(single.done).isEmpty();
    }

    @Test
    void opened_proxy_onlyTheLimitInAllCounts() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(open("127.0.0.9", false).done).isEmpty();
        }
        open("127.0.0.9", false);
        assertThat(connections.open()).isEqualTo(10);
    }

    @Test
    void opened_oneIpv6Network_isOneAddress() throws Exception {
        var first = open("2001:db8::1", false);
        for (int i = 2; i < 6; i++) {
            open("2001:db8::ffff:" + i, false);
        }
        assertThat(first.done).containsExactly("503");
        assertThat(open("2001:db8:0:1::1", false).done).isEmpty();
    }

    @Test
    void sweep_headDribbles_is408() throws Exception {
        var line = open("127.0.0.1", false);
        pass(20);
        assertThat(connections.sweep()).isZero();
        line.bytes = 1;
        connections.sweep();
        for (int i = 0; i < 6; i++) {
            pass(1);
            line.bytes++;
            connections.sweep();
        }
        assertThat(line.done).containsExactly("408");
        assertThat(connections.ended(Verdict.LATE_HEAD)).isEqualTo(1);
    }

    @Test
    void sweep_idleBetweenRequests_isClosedAfterAWhile() throws Exception {
        now++;
        var line = new FakeLine();
        var held = opened("127.0.0.1", line);
        line.bytes = 100;
        held.onRequest(false);
        pass(100);
        assertThat(connections.sweep()).as("the server takes its time").isZero();
        held.onAnswered();
        pass(29);
        assertThat(connections.sweep()).isZero();
        pass(2);
        assertThat(connections.sweep()).isEqualTo(1);
        assertThat(line.done).containsExactly("closed");
    }

    @Test
    void sweep_bodyBehindItsLeastRate_isClosed() throws Exception {
        now++;
        var slow = new FakeLine();
        var slowHeld = opened("127.0.0.1", slow);
        slowHeld.onRequest(true);
        var quick = new FakeLine();
        var quickHeld = opened("127.0.0.1", quick);
        quickHeld.onRequest(true);
        for (int i = 0; i < 15; i++) {
            pass(1);
            slowHeld.onBody(1, false);
            quickHeld.onBody(2000, false);
            connections.sweep();
        }
        assertThat(slow.done).contains("closed");
        assertThat(quick.done).isEmpty();
        quickHeld.onBody(0, true);
        pass(100);
        connections.sweep();
        assertThat(quick.done).isEmpty();
    }

    @Test
    void sweep_responseUnread_isClosed() throws Exception {
        now++;
        var line = new FakeLine();
        var held = opened("127.0.0.1", line);
        held.onRequest(false);
        for (int i = 0; i < 5; i++) {
            held.onWriting();
            pass(8);
            held.onWritten();
            assertThat(connections.sweep()).isZero();
        }
        held.onWriting();
        pass(11);
        assertThat(connections.sweep()).isEqualTo(1);
        assertThat(line.done).containsExactly("closed");
    }

    @Test
    void closed_twice_countsOnce() throws Exception {
        now++;
        var held = opened("127.0.0.1", new FakeLine());
        open("127.0.0.1", false);
        connections.closed(held);
        connections.closed(held);
        assertThat(connections.open()).isEqualTo(1);
    }
}
