// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.camquay.api.net.DatagramPort;
import org.camquay.api.net.DatagramPorts;
import org.camquay.api.net.PacketSink;
import org.camquay.testkit.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every back end of {@link DatagramPorts} keeps to, on loopback. */
@Timeout(60)
public abstract class DatagramPortsContract {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int SIZE = 1200;
    private static final int PACKETS = 10;
    private static final long SLACK = TimeUnit.MILLISECONDS.toNanos(20);

    private final List<DatagramPort> opened = new ArrayList<>();

    /** The back end under test; it is the subclass that ends it after the test. */
    protected abstract DatagramPorts ports() throws Exception;

    /** A packet as it came. */
    private record Received(InetSocketAddress remote, byte[] bytes, Thread thread) {}

    @AfterEach
    void closePorts() {
        opened.forEach(DatagramPort::close);
    }

    private DatagramPort open(int port) throws Exception {
        var opening = ports().open(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
        opened.add(opening);
        return opening;
    }

    private static BlockingQueue<Received> receive(DatagramPort port) {
        return receive(port, 0);
    }

    private static BlockingQueue<Received> receive(DatagramPort port, long slackNanos) {
        var queue = new LinkedBlockingQueue<Received>();
        PacketSink sink = (remote, packet) -> {
            byte[] bytes = new byte[packet.remaining()];
            packet.get(bytes);
            queue.add(new Received(remote, bytes, Thread.currentThread()));
        };
        if (slackNanos == 0) {
            port.receive(sink);
        } else {
            port.receive(sink, slackNanos);
        }
        return queue;
    }

    private static Received take(BlockingQueue<Received> queue) throws InterruptedException {
        var received = queue.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(received).as("a packet").isNotNull();
        return received;
    }

    /** Bytes that tell where they were. */
    private static ByteBuffer pattern(ByteBuffer bytes) {
        for (int i = 0; i < bytes.capacity(); i++) {
            bytes.put(i, (byte) (i * 31 + i / 251));
        }
        return bytes;
    }

    private static byte[] slice(ByteBuffer bytes, int from, int to) {
        byte[] slice = new byte[to - from];
        bytes.get(from, slice);
        return slice;
    }

    @Test
    void open_anyPort_tellsWhereItIs() throws Exception {
        var local = open(0).localAddress();
        assertThat(local.getAddress().isLoopbackAddress()).isTrue();
        assertThat(local.getPort()).isPositive();
    }

    @Test
    void open_takenPort_throwsBindException() throws Exception {
        int taken = open(0).localAddress().getPort();
        assertThatThrownBy(() -> open(taken)).isInstanceOf(BindException.class);
    }

    @Test
    void open_addressOfAnother_throwsIOException() {
        assertThatThrownBy(() -> ports().open(new InetSocketAddress("192.0.2.1", 0)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void send_directOrHeapOrInTheMiddle_comesWithItsAddressOnOneThread() throws Exception {
        var from = open(0);
        var to = open(0);
        var queue = receive(to);
        var direct = pattern(ByteBuffer.allocateDirect(500));
        var heap = pattern(ByteBuffer.allocate(700));
        var middle = pattern(ByteBuffer.allocate(900)).position(100).limit(300).slice();
        middle.position(10);
        var threads = new ArrayList<Thread>();
        for (var packet : List.of(direct, heap, middle)) {
            byte[] expected = slice(packet, packet.position(), packet.limit());
            assertThat(from.send(packet, to.localAddress())).isTrue();
            var received = take(queue);
            assertThat(received.bytes()).isEqualTo(expected);
            assertThat(received.remote()).isEqualTo(from.localAddress());
            threads.add(received.thread());
        }
        assertThat(threads).allMatch(thread -> thread == threads.get(0));
    }

    @Test
    void send_back_isReceivedFromWithinTheSink() throws Exception {
        var from = open(0);
        var to = open(0);
        to.receive((remote, packet) -> to.send(packet, remote));
        var queue = receive(from);
        from.send(ByteBuffer.wrap(new byte[] {1, 2, 3}), to.localAddress());
        assertThat(take(queue).bytes()).containsExactly(1, 2, 3);
    }

    @Test
    void receive_withSlack_allComeInOrder() throws Exception {
        var from = open(0);
        var to = open(0);
        var queue = receive(to, SLACK);
        for (byte i = 0; i < PACKETS; i++) {
            assertThat(from.send(ByteBuffer.wrap(new byte[] {i}), to.localAddress()))
                    .isTrue();
            assertThat(take(queue).bytes()).containsExactly(i);
        }
    }

    @Test
    void attend_inSpiteOfSlack_packetsComeAtOnce() throws Exception {
        var from = open(0);
        var to = open(0);
        long longer = 2 * PATIENCE.toNanos();
        var queue = receive(to, longer);
        to.attend(longer, 0);
        for (byte i = 0; i < PACKETS; i++) {
            assertThat(from.send(ByteBuffer.wrap(new byte[] {i}), to.localAddress()))
                    .isTrue();
            assertThat(take(queue).bytes()).containsExactly(i);
        }
    }

    @Test
    void sendSegments_withShorterLast_comeApartInOrder() throws Exception {
        segmentsComeApart(ByteBuffer.allocateDirect(7 * SIZE + 5), SIZE);
    }

    @Test
    void sendSegments_ofHeap_comeApartInOrder() throws Exception {
        segmentsComeApart(ByteBuffer.allocate(3 * SIZE), SIZE);
    }

    @Test
    void sendSegments_ofOne_comesAsItIs() throws Exception {
        segmentsComeApart(ByteBuffer.allocateDirect(300), SIZE);
    }

    @Test
    void sendSegments_moreThanAPacketHolds_comeApartInOrder() throws Exception {
        segmentsComeApart(ByteBuffer.allocateDirect(130 * SIZE + 1), SIZE);
        segmentsComeApart(ByteBuffer.allocateDirect(200 * 20 + 7), 20);
    }

    private void segmentsComeApart(ByteBuffer packets, int size) throws Exception {
        var from = open(0);
        var to = open(0);
        var queue = receive(to);
        pattern(packets);
        int end = packets.limit();
        assertThat(from.sendSegments(packets, size, to.localAddress())).isEqualTo((end + size - 1) / size);
        assertThat(packets.remaining()).isZero();
        for (int at = 0; at < end; at += size) {
            assertThat(take(queue).bytes()).isEqualTo(slice(packets, at, Math.min(end, at + size)));
        }
        assertThat(queue).isEmpty();
    }

    @Test
    void sendSegments_sizeNotPositive_isRefused() throws Exception {
        var port = open(0);
        assertThatThrownBy(() -> port.sendSegments(ByteBuffer.allocateDirect(9), 0, port.localAddress()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void send_ofManySizesFromManyThreads_nothingIsCutWrongly() throws Exception {
        var from = open(0);
        var lost = new CopyOnWriteArrayList<String>();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 3; i++) {
            var to = open(0);
            var queue = receive(to);
            int size = 900 + 100 * i;
            threads.add(new Thread(() -> sendAndCompare(from, to, queue, size, lost)));
        }
        threads.forEach(Thread::start);
        for (var thread : threads) {
            thread.join();
        }
        assertThat(lost).isEmpty();
    }

    /** A burst with this size and a longer single packet, again and again. */
    private static void sendAndCompare(
            DatagramPort from, DatagramPort to, BlockingQueue<Received> queue, int size, List<String> lost) {
        try {
            for (int round = 0; round < 100; round++) {
                from.sendSegments(ByteBuffer.allocateDirect(3 * size + 50), size, to.localAddress());
                from.send(ByteBuffer.allocateDirect(1400), to.localAddress());
                for (int expected : List.of(size, size, size, 50, 1400)) {
                    int length = take(queue).bytes().length;
                    if (length != expected) {
                        lost.add(length + " instead of " + expected);
                    }
                }
            }
        } catch (InterruptedException | AssertionError e) {
            lost.add(e.toString());
        }
    }

    @Test
    void close_twice_givesThePortBackAndSendsNothing() throws Exception {
        var to = open(0);
        var port = open(0);
        receive(port);
        int number = port.localAddress().getPort();
        assertThat(port.isClosed()).isFalse();
        port.close();
        port.close();
        assertThat(port.isClosed()).isTrue();
        assertThat(port.send(ByteBuffer.allocateDirect(5), to.localAddress())).isFalse();
        assertThat(port.sendSegments(ByteBuffer.allocateDirect(5), 2, to.localAddress()))
                .isZero();
        Await.until(PATIENCE, "port " + number + " is free again", () -> canOpen(number));
    }

    private boolean canOpen(int number) {
        try {
            open(number);
            return true;
        } catch (BindException e) {
            return false;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
