// SPDX-License-Identifier: Apache-2.0
package org.camquay.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.camquay.testkit.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TolerantChannelTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LONGER_THAN_THE_TEST = TimeUnit.MINUTES.toNanos(5);

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private NetLoop loop;
    private NioDatagramPort from;

    @BeforeEach
    void open() throws IOException {
        // One packet is enough for a rest.
        loop = new NetLoop("net-test", LONGER_THAN_THE_TEST);
        from = NioDatagramPort.open(loop, ANY);
    }

    @AfterEach
    void close() {
        from.close();
        loop.close();
    }

    @Test
    void receive_packetsAfterTheFirst_waitAndComeTogether() throws IOException {
        try (var to = port(SHORT)) {
            assertSecondAndThirdWaitShortly(to);
        }
    }

    @Test
    void execute_whilePacketsWait_runsAtOnceAndTheyComeWithIt() throws IOException {
        try (var to = port(LONGER_THAN_THE_TEST)) {
            send("first", to);
            await("first");
            send("second", to);
            loop.execute(() -> seen.add("task"));
            await("first", "task", "second");
        }
    }

    @Test
    void schedule_whilePacketsWait_runsInTimeAndTheyComeWithIt() throws IOException {
        try (var to = port(LONGER_THAN_THE_TEST)) {
            loop.schedule(() -> seen.add("timer"), SHORT);
            send("first", to);
            await("first");
            send("second", to);
            await("first", "timer", "second");
        }
    }

    @Test
    void close_whilePacketsWait_ends() throws IOException {
        try (var to = port(LONGER_THAN_THE_TEST)) {
            send("first", to);
            await("first");
            long begin = System.nanoTime();
            loop.execute(() -> seen.add("task"));
            loop.close();
            await("first", "task");
            assertThat(System.nanoTime() - begin).isLessThan(LONGER_THAN_THE_TEST);
        }
    }

    @Test
    void attend_packetsAfterTheFirst_doNotWait() throws IOException {
        try (var to = port(LONGER_THAN_THE_TEST)) {
            to.attend(LONGER_THAN_THE_TEST, 0);
            send("first", to);
            await("first");
            send("second", to);
            await("first", "second");
        }
    }

    @Test
    void attend_whilePacketsWait_theyComeAtOnce() throws IOException {
        try (var to = port(LONGER_THAN_THE_TEST)) {
            send("first", to);
            await("first");
            send("second", to);
            to.attend(LONGER_THAN_THE_TEST, 0);
            await("first", "second");
        }
    }

    @Test
    void attend_withSomeTolerance_packetsWaitThatLong() throws IOException {
        try (var to = port(LONGER_THAN_THE_TEST)) {
            to.attend(LONGER_THAN_THE_TEST, LONGER_THAN_THE_TEST);
            to.attend(LONGER_THAN_THE_TEST, SHORT);
            to.attend(SHORT, LONGER_THAN_THE_TEST);
            assertSecondAndThirdWaitShortly(to);
        }
    }

    @Test
    void receive_channelWithoutTolerance_nobodyWaits() throws IOException {
        int rounds = 20;
        long begin = System.nanoTime();
        try (var to = port(SHORT);
                var urgent = port(0)) {
            for (int i = 1; i <= rounds; i++) {
                int sent = i;
                send("urgent", urgent);
                send("tolerant", to);
                Await.until(PATIENCE, 2 * i + " packets", () -> seen.size() == 2 * sent);
            }
        }
        assertThat(System.nanoTime() - begin).isLessThan(rounds * SHORT / 2);
    }

    private void assertSecondAndThirdWaitShortly(NioDatagramPort to) {
        long begin = System.nanoTime();
        send("first", to);
        await("first");
        send("second", to);
        send("third", to);
        await("first", "second", "third");
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(SHORT);
    }

    private NioDatagramPort port(long tolerance) throws IOException {
        var port = NioDatagramPort.open(loop, ANY);
        port.receive((remote, packet) -> seen.add(US_ASCII.decode(packet).toString()), tolerance);
        return port;
    }

    private void send(String text, NioDatagramPort to) {
        assertThat(from.send(ByteBuffer.wrap(text.getBytes(US_ASCII)), to.localAddress()))
                .isTrue();
    }

    private void await(String... texts) {
        Await.until(PATIENCE, String.join(", ", texts), () -> seen.size() >= texts.length);
        assertThat(seen).containsExactly(texts);
    }
}
