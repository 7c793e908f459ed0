// SPDX-License-Identifier: Apache-2.0
package org.camquay.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.camquay.testkit.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a connection ends whose peer reads late, or never. */
final class TcpStreamTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long SOON = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long LONGER_THAN_THE_TEST = TimeUnit.MINUTES.toNanos(5);
    private static final int PIECE = 16 << 10;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger heard = new AtomicInteger();
    private final AtomicInteger written = new AtomicInteger();
    private NetLoop loop;
    private Socket peer;
    private SocketChannel channel;
    private TcpStream stream;

    private final class Ears implements ByteStream.Listener {
        @Override
        public void onOpen() {
            told.add("open");
        }

        @Override
        public boolean onBytes(ByteBuffer bytes) {
            heard.addAndGet(bytes.remaining());
            bytes.position(bytes.limit());
            return true;
        }

        @Override
        public void onClosed(String reason) {
            told.add(reason);
        }
    }

    @BeforeEach
    void open() throws IOException {
        loop = new NetLoop("net-test");
    }

    @AfterEach
    void close() throws IOException {
        loop.close();
        peer.close();
        channel.close();
    }

    /** A connection with a peer that has read nothing yet, so that some of what was written waits here. */
    private void fill(long closeNanos) throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            channel = SocketChannel.open(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
            peer = server.accept();
        }
        stream = TcpStream.accepted(loop, channel, new Ears(), closeNanos);
        Await.until(PATIENCE, "the connection", () -> told.contains("open"));
        run(() -> {
            while (stream.write(ByteBuffer.allocate(PIECE))) {
                written.addAndGet(PIECE);
            }
        });
    }

    private void run(Runnable task) {
        var done = new AtomicInteger();
        loop.execute(() -> {
            task.run();
            done.incrementAndGet();
        });
        Await.until(PATIENCE, "the loop", () -> done.get() == 1);
    }

    @Test
    void close_peerThatDoesNotRead_endsWithinTheLimit() throws IOException {
        fill(SOON);
        run(stream::close);
        Await.until(PATIENCE, "the end", () -> !channel.isOpen());
        assertThat(told).containsExactly("open");
    }

    @Test
    void close_peerThatReadsLate_bringsItAllFirst() throws IOException {
        fill(LONGER_THAN_THE_TEST);
        run(stream::close);
        assertThat(channel.isOpen()).isTrue();
        peer.setSoTimeout((int) PATIENCE.toMillis());
        assertThat(peer.getInputStream().readAllBytes()).hasSize(written.get());
        Await.until(PATIENCE, "the end", () -> !channel.isOpen());
    }

    @Test
    void close_peerThatSaysMoreMeanwhile_isNotHeardAndLosesNothing() throws IOException {
        fill(LONGER_THAN_THE_TEST);
        run(() -> {
            stream.pause();
            stream.close();
            stream.close();
        });
        peer.getOutputStream().write(new byte[PIECE]);
        peer.setSoTimeout((int) PATIENCE.toMillis());
        assertThat(peer.getInputStream().readAllBytes()).hasSize(written.get());
        assertThat(heard).hasValue(0);
        assertThat(told).containsExactly("open");
    }

    @Test
    void loop_endsWhileAConnectionIsBeingClosed_endsItToo() throws IOException {
        fill(LONGER_THAN_THE_TEST);
        run(stream::close);
        loop.close();
        Await.until(PATIENCE, "the end", () -> !channel.isOpen());
    }
}
